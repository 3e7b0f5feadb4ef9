// Distributed under the Boost Software License, Version 1.0.
//
// A pipe: each call writes a byte when it has ended, and so many are read.
#include "lessons/wait_group.hpp"

#include <unistd.h>

#include <cerrno>
#include <exception>
#include <stdexcept>
#include <thread>
#include <vector>

namespace racelab::waiting_for_all {
namespace {

class byte_pipe {
 public:
  byte_pipe() {
    if (pipe(ends_) != 0) throw std::runtime_error("no pipe");
  }
  ~byte_pipe() {
    close(ends_[0]);
    close(ends_[1]);
  }
  byte_pipe(const byte_pipe&) = delete;
  byte_pipe& operator=(const byte_pipe&) = delete;

  void put() const {
    const char byte = 0;
    while (write(ends_[1], &byte, 1) != 1) interrupted_or_terminate();
  }

  void take() const {
    char byte = 0;
    while (read(ends_[0], &byte, 1) != 1) interrupted_or_terminate();
  }

 private:
  static void interrupted_or_terminate() {
    if (errno != EINTR) std::terminate();
  }

  int ends_[2];
};

}  // namespace

void process_items(const context& ctx, const std::vector<item>& items,
                   process_function& process) try {
  const auto calls = with_cancel_cause(ctx);
  const byte_pipe ended;
  {
    std::vector<std::jthread> threads;
    for (const item& each : items) {
      threads.emplace_back([&] {
        try {
          process(calls.ctx, each);
        } catch (...) {
          calls.cancel(std::current_exception());
        }
        ended.put();
      });
    }
    for (std::size_t i = 0; i < items.size(); ++i) ended.take();
  }
  if (calls.ctx.done()) std::rethrow_exception(calls.ctx.cause());
} catch (...) {
  std::throw_with_nested(std::runtime_error("process items"));
}

}  // namespace racelab::waiting_for_all
