// Distributed under the Boost Software License, Version 1.0.
//
// Nothing is meant to order the two accesses to the message. The mutex guards a
// counter that has nothing to do with it.
//
// The argument says whose turn comes first, and the relaxed flag that makes it
// so orders nothing.

#include <atomic>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <thread>

int message = 0;
int calls = 0;
std::mutex calls_mutex;
std::atomic<bool> second_turn = false;

void count_call() {
  const std::lock_guard<std::mutex> lock(calls_mutex);
  ++calls;
}

void await_second_turn() {
  while (!second_turn.load(std::memory_order_relaxed))
    std::this_thread::yield();
}

void send(bool first) {
  if (!first) await_second_turn();
  message = 42;
  count_call();
  if (first) second_turn.store(true, std::memory_order_relaxed);
}

void receive(bool first) {
  if (!first) await_second_turn();
  count_call();
  std::printf("%d\n", message);
  if (first) second_turn.store(true, std::memory_order_relaxed);
}

int main(int count, char** arguments) {
  const bool sender_first =
      count == 2 && std::strcmp(arguments[1], "sender_first") == 0;
  std::thread sender(send, sender_first);
  std::thread receiver(receive, !sender_first);
  sender.join();
  receiver.join();
}
