// Distributed under the Boost Software License, Version 1.0.
//
// A service works in a thread of its own until it is stopped, and its
// destructor stops it.

#include <atomic>
#include <thread>

class service {
 public:
  virtual ~service() { stop(); }

  void start() {
    thread_ = std::thread([this] { run(); });
  }

  void stop() {
    stopping_.store(true, std::memory_order_relaxed);
    if (thread_.joinable()) thread_.join();
  }

 private:
  virtual void work() = 0;

  void run() {
    while (!stopping_.load(std::memory_order_relaxed)) {
      work();
    }
  }

  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

class mail_service : public service {
 public:
  bool has_sent() const {
    return sent_.load(std::memory_order_relaxed) != 0;
  }

 private:
  void work() override {
    sent_.fetch_add(1, std::memory_order_relaxed);
  }

  std::atomic<int> sent_ = 0;
};

int main() {
  mail_service mail;
  mail.start();
  while (!mail.has_sent()) std::this_thread::yield();
}
