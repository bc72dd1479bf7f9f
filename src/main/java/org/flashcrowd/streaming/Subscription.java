package org.flashcrowd.streaming;

/** That a socket listens to a stream. */
record Subscription(Socket socket, Stream stream) {
  void send(Message message) {
    socket.sink().send(stream, message);
  }
}
