package org.flashcrowd.seed;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Paints landscapes that are pleasant to look at: mountains in haze, a sea at dusk, dunes, a night
 * of stars. The same number gives the same picture.
 */
final class PhotoPainter {
  /** A picture and what one would say it shows. */
  record Painting(BufferedImage image, String description, String tag) {}

  private enum Scene {
    MOUNTAINS("Mountain ridges fading into the morning haze", "mountains"),
    SEA("The sun going down over a quiet sea", "sunset"),
    DUNES("Sand dunes with long evening shadows", "desert"),
    NIGHT("Stars above a dark line of hills", "nightsky");

    private final String description;
    private final String tag;

    Scene(String description, String tag) {
      this.description = description;
      this.tag = tag;
    }
  }

  private final Random random;
  private final int width;
  private final int height;
  private final BufferedImage image;
  private final Graphics2D canvas;

  private PhotoPainter(long number) {
    this.random = new Random(new SplittableRandom(number).nextLong());
    int shape = random.nextInt(4);
    this.width = shape == 0 ? 1200 : 1600;
    this.height = shape == 0 ? 1600 : shape == 1 ? 1600 : 1200;
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
  }

  static Painting paint(long number) {
    PhotoPainter painter = new PhotoPainter(number);
    Scene scene = Scene.values()[(int) Math.floorMod(number, (long) Scene.values().length)];
    switch (scene) {
      case MOUNTAINS -> painter.mountains();
      case SEA -> painter.sea();
      case DUNES -> painter.dunes();
      case NIGHT -> painter.night();
    }
    painter.grain();
    painter.canvas.dispose();
    return new Painting(painter.image, scene.description, scene.tag);
  }

  private void mountains() {
    float hue = between(0.52f, 0.68f);
    Color haze = hsb(hue - 0.45f, 0.22f, 0.98f);
    sky(hsb(hue, 0.45f, 0.85f), haze);
    sun(between(0.2f, 0.8f), between(0.25f, 0.4f), 0.05f, new Color(255, 246, 224));
    int ridges = 5 + random.nextInt(3);
    for (int i = 0; i < ridges; i++) {
      float depth = (i + 1f) / ridges;
      Color near = mix(haze, hsb(hue + 0.02f, 0.55f, 0.18f), depth);
      float top = 0.38f + 0.5f * depth * depth;
      canvas.setPaint(
          new GradientPaint(
              0, top * height * 0.8f, near, 0, height, mix(near, haze, 0.35f * (1 - depth))));
      canvas.fill(ridge(top, 0.16f * (1.2f - depth), 0.55));
    }
  }

  private void sea() {
    float hue = between(0.0f, 0.09f);
    Color glow = hsb(hue + 0.06f, 0.55f, 1f);
    sky(hsb(hue + 0.62f, 0.5f, 0.45f), glow);
    float x = between(0.3f, 0.7f);
    sun(x, 0.52f, 0.07f, new Color(255, 236, 190));
    int horizon = (int) (height * 0.6f);
    canvas.setPaint(
        new GradientPaint(
            0, horizon, mix(glow, Color.BLACK, 0.25f), 0, height, hsb(0.6f, 0.6f, 0.2f)));
    canvas.fillRect(0, horizon, width, height - horizon);
    for (int wave = 0; wave < 900; wave++) {
      float down = random.nextFloat() * random.nextFloat();
      int y = horizon + (int) (down * (height - horizon));
      int length = (int) (width * (0.01f + 0.08f * down));
      double spread = random.nextGaussian() * width * (0.03 + 0.16 * down);
      canvas.setColor(withAlpha(glow, 30 + random.nextInt(90)));
      canvas.fill(
          new Ellipse2D.Double(
              x * width + spread - length / 2.0, y, length, Math.max(1.5, 6 * down)));
    }
  }

  private void dunes() {
    sky(hsb(0.56f, 0.35f, 0.95f), hsb(0.09f, 0.15f, 1f));
    float hue = between(0.06f, 0.1f);
    for (int i = 0; i < 5; i++) {
      float depth = (i + 1) / 5f;
      float top = 0.45f + 0.11f * i;
      Path2D dune = ridge(top, 0.09f, 0.35);
      Color light = hsb(hue, 0.45f + 0.1f * depth, 0.98f - 0.1f * depth);
      Color shade = hsb(hue - 0.02f, 0.7f, 0.6f - 0.12f * depth);
      canvas.setPaint(
          new LinearGradientPaint(
              new Point2D.Float(0, top * height * 0.9f),
              new Point2D.Float(width * 0.35f, height * Math.min(1f, top + 0.35f)),
              new float[] {0f, 0.45f, 1f},
              new Color[] {light, mix(light, shade, 0.4f), shade}));
      canvas.fill(dune);
    }
  }

  private void night() {
    float hue = between(0.58f, 0.74f);
    sky(hsb(hue, 0.8f, 0.1f), hsb(hue + 0.05f, 0.6f, 0.38f));
    double tilt = between(-0.6f, 0.6f);
    for (int star = 0; star < 2600; star++) {
      boolean inBand = star % 3 != 0;
      double x = random.nextDouble() * width;
      double y =
          inBand
              ? height * 0.32 + (x - width / 2.0) * tilt + random.nextGaussian() * height * 0.09
              : random.nextDouble() * height * 0.8;
      double size = 0.8 + Math.pow(random.nextDouble(), 6) * 4;
      canvas.setColor(new Color(255, 250, 235 + random.nextInt(20), 60 + random.nextInt(180)));
      canvas.fill(new Ellipse2D.Double(x, y, size, size));
    }
    for (int i = 0; i < 3; i++) {
      canvas.setColor(hsb(hue, 0.6f, 0.12f - 0.035f * i));
      canvas.fill(ridge(0.74f + 0.07f * i, 0.08f, 0.5));
    }
  }

  private void sky(Color top, Color bottom) {
    canvas.setPaint(
        new LinearGradientPaint(
            0,
            0,
            0,
            height * 0.7f,
            new float[] {0f, 0.6f, 1f},
            new Color[] {top, mix(top, bottom, 0.6f), bottom}));
    canvas.fillRect(0, 0, width, height);
  }

  private void sun(float x, float y, float size, Color light) {
    Point2D centre = new Point2D.Float(x * width, y * height);
    float glow = width * size * 5;
    canvas.setPaint(
        new RadialGradientPaint(
            centre,
            glow,
            new float[] {0f, 0.18f, 1f},
            new Color[] {withAlpha(light, 230), withAlpha(light, 110), withAlpha(light, 0)}));
    canvas.fillRect(0, 0, width, height);
    canvas.setColor(light);
    float disc = width * size;
    canvas.fill(
        new Ellipse2D.Double(centre.getX() - disc / 2, centre.getY() - disc / 2, disc, disc));
  }

  /** A skyline by midpoint displacement, closed at the bottom of the picture. */
  private Path2D ridge(float top, float rough, double decay) {
    int steps = 256;
    double[] line = new double[steps + 1];
    line[0] = random.nextGaussian() * rough;
    line[steps] = random.nextGaussian() * rough;
    double reach = rough;
    for (int span = steps; span > 1; span /= 2) {
      for (int left = 0; left < steps; left += span) {
        double middle = (line[left] + line[left + span]) / 2;
        line[left + span / 2] = middle + random.nextGaussian() * reach;
      }
      reach *= decay;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(0, height);
    for (int i = 0; i <= steps; i++) {
      path.lineTo((double) i * width / steps, height * (top + line[i] * 0.6));
    }
    path.lineTo(width, height);
    path.closePath();
    return path;
  }

  /** A little noise, as film has; without it gradients show bands. */
  private void grain() {
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(9) - 4;
        row[x] =
            shifted(row[x] >> 16, noise) << 16
                | shifted(row[x] >> 8, noise) << 8
                | shifted(row[x], noise);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
  }

  private static int shifted(int channel, int noise) {
    return Math.clamp((channel & 0xff) + noise, 0, 255);
  }

  private float between(float least, float most) {
    return least + random.nextFloat() * (most - least);
  }

  private static Color hsb(float hue, float saturation, float brightness) {
    return Color.getHSBColor(hue, saturation, brightness);
  }

  private static Color mix(Color from, Color to, float share) {
    float part = Math.clamp(share, 0f, 1f);
    return new Color(
        Math.round(from.getRed() + (to.getRed() - from.getRed()) * part),
        Math.round(from.getGreen() + (to.getGreen() - from.getGreen()) * part),
        Math.round(from.getBlue() + (to.getBlue() - from.getBlue()) * part));
  }

  private static Color withAlpha(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
