// Distributed under the Boost Software License, Version 1.0.
//
// A message and a flag. What precedes the release happens before what follows
// the acquire that reads it.

#include <atomic>
#include <cstdio>
#include <thread>

int message = 0;
std::atomic<bool> ready = false;

void send() {
  message = 42;
  ready.store(true, std::memory_order_release);
}

void receive() {
  while (!ready.load(std::memory_order_acquire)) std::this_thread::yield();
  std::printf("%d\n", message);
}

int main() {
  std::thread sender(send);
  std::thread receiver(receive);
  sender.join();
  receiver.join();
}
