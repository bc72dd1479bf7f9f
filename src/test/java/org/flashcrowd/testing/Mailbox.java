package org.flashcrowd.testing;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The letters of a test server without a mail server, which writes them to a folder. */
public final class Mailbox {
  private static final Pattern LINK = Pattern.compile("^https?://\\S+$", Pattern.MULTILINE);

  private Mailbox() {}

  /** A letter: its subject and its plain text. */
  public record Received(String subject, String text) {
    /** The path and query of the link in it. */
    public String link() {
      Matcher link = LINK.matcher(text);
      if (!link.find()) {
        throw new AssertionError("no link in " + text);
      }
      URI uri = URI.create(link.group());
      return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
  }

  /** What has arrived for an address, the oldest first, once the server's work is done. */
  public static List<Received> of(TestServer server, String address) {
    Queue.settle(server);
    Path folder = server.data().resolve("mail");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".eml"))
          .sorted()
          .map(Mailbox::read)
          .filter(message -> isTo(message, address))
          .map(Mailbox::received)
          .toList();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The latest for an address. */
  public static Received latest(TestServer server, String address) {
    List<Received> letters = of(server, address);
    if (letters.isEmpty()) {
      throw new AssertionError("no letter for " + address);
    }
    return letters.getLast();
  }

  private static MimeMessage read(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return new MimeMessage(null, bytes);
    } catch (IOException | MessagingException broken) {
      throw new AssertionError(broken);
    }
  }

  private static boolean isTo(MimeMessage message, String address) {
    try {
      return message.getAllRecipients()[0].toString().equalsIgnoreCase(address);
    } catch (MessagingException broken) {
      throw new AssertionError(broken);
    }
  }

  private static Received received(MimeMessage message) {
    try {
      BodyPart text = ((Multipart) message.getContent()).getBodyPart(0);
      return new Received(message.getSubject(), ((String) text.getContent()).replace("\r\n", "\n"));
    } catch (IOException | MessagingException broken) {
      throw new AssertionError(broken);
    }
  }
}
