// Distributed under the Boost Software License, Version 1.0.
#pragma once

// Items that go from threads to threads through some channel.

#include <benchmark/benchmark.h>

#include <string>
#include <thread>
#include <vector>

namespace racelab::bench {

struct traffic {
  std::size_t capacity;
  int senders;  // and as many receivers
  int items;
};

// Enough of them that starting the threads does not count.
inline constexpr traffic all_traffic[] = {
    {128, 1, 200'000}, {128, 4, 200'000}, {0, 1, 10'000}};

inline std::string name_of(const traffic& what) {
  const std::string many = std::to_string(what.senders);
  return "channel/" + std::to_string(what.capacity) + "/" + many + "to" + many;
}

// Sends so many items through a new Channel(capacity), with send(int),
// close() and receive_all(), which returns when it is closed and drained, and
// how many items it received.
template <class Channel>
int transfer(const traffic& what) {
  Channel items(what.capacity);
  std::vector<int> received(static_cast<std::size_t>(what.senders));
  std::vector<std::jthread> receivers;
  for (int& each : received)
    receivers.emplace_back([&items, &each] { each = items.receive_all(); });
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < what.senders; ++i)
      senders.emplace_back([&items, each = what.items / what.senders] {
        for (int item = 0; item < each; ++item) items.send(item);
      });
  }
  items.close();
  receivers.clear();
  int sum = 0;
  for (const int each : received) sum += each;
  return sum;
}

// The time of one item.
template <class Channel>
void add_traffic(const traffic& what) {
  benchmark::RegisterBenchmark(name_of(what).c_str(),
                               [what](benchmark::State& state) {
                                 while (state.KeepRunningBatch(what.items))
                                   if (transfer<Channel>(what) != what.items)
                                     state.SkipWithError("items were lost");
                               })
      ->UseRealTime();
}

template <class Channel>
void add_all_traffic() {
  for (const traffic& each : all_traffic) add_traffic<Channel>(each);
}

}  // namespace racelab::bench
