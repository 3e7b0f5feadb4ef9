// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/key_reader.hpp"

#include <utility>

namespace racelab::workshop {
namespace {

constexpr char escape = '\x1b';

}  // namespace

std::vector<key> key_reader::read(std::string_view bytes) {
  std::vector<key> keys;
  for (const char each : bytes) {
    take(each, keys);
  }
  return keys;
}

bool key_reader::may_be_escape() const { return part_ == part::escape; }

std::vector<key> key_reader::end() {
  const bool alone = std::exchange(part_, part::none) == part::escape;
  return alone ? std::vector<key>{{key::name::escape}} : std::vector<key>();
}

void key_reader::take(char byte, std::vector<key>& to) {
  if (byte == escape) {
    part_ = part::escape;
    return;
  }
  if (part_ == part::escape && (byte == '[' || byte == 'O')) {
    part_ = part::sequence;
    number_ = 0;
    first_ = true;
    return;
  }
  if (part_ == part::sequence) {
    if (byte >= '0' && byte <= '9' && first_ && number_ < 100) {
      number_ = number_ * 10 + (byte - '0');
    } else if (byte >= ' ' && byte <= '?') {
      first_ = first_ && byte != ';';
    } else {
      part_ = part::none;
      end_sequence(byte, to);
    }
    return;
  }
  part_ = part::none;
  if (byte == '\r' || byte == '\n') {
    to.push_back({key::name::enter});
  } else if (byte >= ' ' && byte <= '~') {
    to.push_back({key::name::character, byte});
  }
}

// ECMA-48's sequences, as xterm and its like send them.
void key_reader::end_sequence(char last, std::vector<key>& to) {
  switch (last) {
    case 'A':
      return to.push_back({key::name::up});
    case 'B':
      return to.push_back({key::name::down});
    case 'C':
      return to.push_back({key::name::right});
    case 'D':
      return to.push_back({key::name::left});
    case 'H':
      return to.push_back({key::name::home});
    case 'F':
      return to.push_back({key::name::end});
    case 'M':  // Enter of the keypad
      return to.push_back({key::name::enter});
    case '~':
      switch (number_) {
        case 1:
        case 7:
          return to.push_back({key::name::home});
        case 4:
        case 8:
          return to.push_back({key::name::end});
        case 5:
          return to.push_back({key::name::page_up});
        case 6:
          return to.push_back({key::name::page_down});
        default:
          return;
      }
    default:
      return;
  }
}

}  // namespace racelab::workshop
