package org.flashcrowd.mail;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailMessage;
import java.net.IDN;
import java.net.URI;
import java.time.Clock;
import java.util.regex.Pattern;
import org.flashcrowd.config.Config;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobFailure;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.resilience.Breakers;

/** Takes letters from the queue, prints them and delivers them. */
public final class Postman {
  // What HTML calls a valid address: nothing that means something in a header, and ASCII, since
  // few servers take anything else before the @.
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
  private static final Pattern NOT_A_NAME = Pattern.compile("[^\\p{L}\\p{N} .'-]+");

  private final Mail mail;
  private final Delivery delivery;
  private final Config config;
  private final String host;

  Postman(Mail mail, Delivery delivery, Config config) {
    this.mail = mail;
    this.delivery = delivery;
    this.config = config;
    this.host = host(config.publicUrl());
  }

  /** Starts delivering on a node with the role {@code notify}. */
  public static Future<?> deploy(Vertx vertx, Config config, Mail mail, Breakers breakers) {
    if (!config.plays(Mail.SEND.role())) {
      return Future.succeededFuture();
    }
    Delivery delivery =
        config.mail().uri().isEmpty()
            ? new FolderDelivery(
                vertx,
                config.dataDir().resolve("mail"),
                host(config.publicUrl()),
                Clock.systemUTC())
            : new SmtpDelivery(vertx, config.mail(), host(config.publicUrl()), breakers);
    Postman postman = new Postman(mail, delivery, config);
    return vertx.deployVerticle(
        () -> new JobWorker(mail.jobs(), Mail.SEND, SmtpDelivery.AT_ONCE, postman::send),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
  }

  private static String host(URI publicUrl) {
    return publicUrl.getHost();
  }

  /** {@code mail.send {name, args}}. */
  Future<Void> send(Job job) {
    String name = job.args().getString("name");
    Composer composer = mail.composer(name);
    JsonObject args = job.args().getJsonObject("args");
    return composer == null
        ? Future.failedFuture(JobFailure.permanent("nobody writes " + name))
        : composer
            .compose(args)
            .compose(
                letter ->
                    letter.isEmpty()
                        ? Future.succeededFuture()
                        : delivery.deliver(message(letter.get(), job), job.attempt() > 1));
  }

  /** The same letter tried again has the same Message-ID, so that it is shown once. */
  private MailMessage message(Letter letter, Job job) {
    Printed printed = Printed.of(letter, config.instance().title());
    MailMessage message =
        new MailMessage()
            .setFrom(from())
            .setTo(address(printed.to()))
            .setSubject(printed.subject())
            .setText(printed.text())
            .setHtml(printed.html());
    message.addHeader("Auto-Submitted", "auto-generated");
    message.addHeader("Message-ID", "<%d.%s@%s>".formatted(job.id(), letter.words(), host));
    return message;
  }

  private String from() {
    String name = NOT_A_NAME.matcher(config.instance().title()).replaceAll(" ").strip();
    String address = config.mail().from();
    return name.isEmpty() ? address : name + " <" + address + ">";
  }

  private static String address(String written) {
    int at = written.lastIndexOf('@');
    String ascii = written;
    try {
      ascii = written.substring(0, at + 1) + IDN.toASCII(written.substring(at + 1));
    } catch (IllegalArgumentException notAHost) {
      // Falls through to the check below, which says so.
    }
    if (!ADDRESS.matcher(ascii).matches()) {
      throw JobFailure.permanent("not an address that mail can be sent to");
    }
    return ascii;
  }
}
