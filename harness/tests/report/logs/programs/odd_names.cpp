// Distributed under the Boost Software License, Version 1.0.
// Frames with spaces, parentheses, operators, templates and lambdas.
#include "turn.hpp"

#include <functional>
#include <map>
#include <string>
#include <thread>

namespace {

struct Rate {
  int cents = 0;
};

template <typename Key, int (*Convert)(int)>
struct Table {
  struct Row {
    __attribute__((noinline)) Row& operator<<(int cents) {
      rate.cents = Convert(cents);
      return *this;
    }
    __attribute__((noinline)) explicit operator unsigned long() const {
      return static_cast<unsigned long>(rate.cents);
    }
    Rate rate;
  };
  __attribute__((noinline)) Row& operator()(Key const& key, void (*)(int)) {
    return rows[key];
  }
  std::map<Key, Row> rows{{Key{}, Row{}}};
};

int gross(int net) { return net + net / 5; }

}  // namespace

using Tariff = Table<std::string, &gross>;

int main() {
  Tariff tariff;
  auto const set = [&tariff](auto const& key, int cents) {
    tariff(key, nullptr) << cents;
  };
  std::thread clerk([&set] {
    set(std::string{}, 100);
    turn_next();
  });
  turn_wait(1);
  auto const cents = static_cast<unsigned long>(tariff.rows.begin()->second);
  clerk.join();
  return cents == 120 ? 0 : 1;
}
