// Distributed under the Boost Software License, Version 1.0.
// A vector grows while another thread reads an element of it.
#include "turn.hpp"

#include <thread>
#include <vector>

class Readings {
 public:
  void add(int value) { values_.push_back(value); }
  int first() const { return values_.front(); }

 private:
  std::vector<int> values_{1};
};

int main() {
  Readings readings;
  std::thread sensor([&readings] {
    readings.add(20);
    turn_next();
  });
  turn_wait(1);
  int const first = readings.first();
  sensor.join();
  return first == 1 ? 0 : 1;
}
