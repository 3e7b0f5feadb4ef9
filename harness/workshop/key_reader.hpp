// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <string_view>
#include <vector>

namespace racelab::workshop {

// A key that was pressed: a character, or one of those that have none.
struct key {
  enum class name {
    character,
    enter,
    escape,
    up,
    down,
    right,
    left,
    page_up,
    page_down,
    home,
    end
  };

  name is = name::character;
  char character = 0;

  bool operator==(const key&) const = default;
};

// Makes keys of the bytes that a terminal sends. A sequence may come in any
// pieces; what is not known is left out.
class key_reader {
 public:
  std::vector<key> read(std::string_view bytes);

  // Escape begins a sequence, and is a key if nothing comes behind it: whoever
  // has waited for a moment says so with end().
  bool may_be_escape() const;
  std::vector<key> end();

 private:
  enum class part { none, escape, sequence };

  void take(char byte, std::vector<key>& to);
  void end_sequence(char last, std::vector<key>& to);

  part part_ = part::none;
  int number_ = 0;  // of the sequence: its first
  bool first_ = true;
};

}  // namespace racelab::workshop
