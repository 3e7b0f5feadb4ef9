// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "concurrency/happens_before.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <typeinfo>
#include <utility>

namespace racelab::detail {

class context_value;
using context_value_ptr = boost::intrusive_ptr<context_value>;

// One value of a context, in front of those it was derived from.
//
// Not a std::shared_ptr, because the sanitizer takes every drop of a
// shared_ptr for an edge to every later drop, and so two tasks that
// hold a copy each for ordered. Here only the destruction of the value
// is ordered after the drops.
class context_value {
 public:
  context_value(context_value_ptr next, const std::type_info& key)
      : next_(std::move(next)), key_(key) {}
  virtual ~context_value() = default;
  context_value(const context_value&) = delete;
  context_value& operator=(const context_value&) = delete;

  // The nearest value under the key, or null.
  const void* find(const std::type_info& key) const noexcept {
    const context_value* node = this;
    while (node && node->key_ != key) node = node->next_.get();
    return node ? node->address() : nullptr;
  }

 private:
  friend void intrusive_ptr_add_ref(context_value* value) noexcept {
    value->owners_.fetch_add(1, std::memory_order_relaxed);
  }

  friend void intrusive_ptr_release(context_value* value) noexcept {
    while (value && value->disown()) {
      happens_before::acquire(value);
      context_value* const next = value->next_.detach();
      delete value;
      value = next;
    }
  }

  virtual const void* address() const noexcept = 0;

  bool disown() noexcept {
    happens_before::release(this);
    happens_before::bookkeeping unseen;
    return owners_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

  std::atomic<int> owners_{0};
  context_value_ptr next_;
  const std::type_info& key_;
};

template <class Key>
class keyed_value final : public context_value {
 public:
  keyed_value(context_value_ptr next, typename Key::value_type value)
      : context_value(std::move(next), typeid(Key)),
        value_(std::move(value)) {}

 private:
  const void* address() const noexcept override { return &value_; }

  const typename Key::value_type value_;
};

}  // namespace racelab::detail
