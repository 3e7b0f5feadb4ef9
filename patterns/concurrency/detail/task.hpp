// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace racelab::detail {

// A callable without arguments, of whatever type: also a move-only one,
// which std::function cannot hold.
class task {
 public:
  task() = default;
  virtual ~task() = default;
  task(const task&) = delete;
  task& operator=(const task&) = delete;

  virtual void call() = 0;
};

template <class F>
class task_of final : public task {
 public:
  explicit task_of(F&& function) : function_(std::move(function)) {}
  explicit task_of(const F& function) : function_(function) {}

  void call() override { function_(); }

 private:
  F function_;
};

template <class F>
std::unique_ptr<task> make_task(F&& function) {
  return std::make_unique<task_of<std::decay_t<F>>>(
      std::forward<F>(function));
}

}  // namespace racelab::detail
