// Distributed under the Boost Software License, Version 1.0.
//
// The worker writes what it has packed into a journal. The office reads
// the journal as soon as the worker says that it is through.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

class journal {
 public:
  void add(const std::string& entry) { entries_.push_back(entry); }
  std::size_t size() const { return entries_.size(); }

 private:
  std::vector<std::string> entries_;
};

int main() {
  journal day;
  std::atomic<bool> through = false;

  std::thread worker([&] {
    day.add("order 1: packed");
    through.store(true, std::memory_order_relaxed);
  });

  while (!through.load(std::memory_order_relaxed)) {
    std::this_thread::yield();
  }
  const std::size_t packed = day.size();

  worker.join();
  return packed == 1 ? 0 : 1;
}
