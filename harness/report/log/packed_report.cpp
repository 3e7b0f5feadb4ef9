// Distributed under the Boost Software License, Version 1.0.
//
// Each struct is its fields, in their order: Boost.PFR knows them, so that none
// can be forgotten here. A number takes as many bytes as it needs.
#include "harness/report/log/packed_report.hpp"

#include <boost/pfr.hpp>

#include <type_traits>

namespace racelab::report::log {
namespace {

class packer {
 public:
  explicit packer(text_pool& texts) : texts_(texts) {}

  void put(const std::string& from) { put(texts_.number_of(from)); }

  template <class T>
  void put(const std::optional<T>& from) {
    put(from.has_value());
    if (from) put(*from);
  }

  template <class T>
  void put(const std::vector<T>& from) {
    put(from.size());
    for (const T& each : from) put(each);
  }

  template <class T>
  void put(const T& from) {
    if constexpr (std::is_arithmetic_v<T>) {
      put_number(from);
    } else {
      boost::pfr::for_each_field(from,
                                 [this](const auto& each) { this->put(each); });
    }
  }

  std::string take() {
    bytes_.shrink_to_fit();
    return std::move(bytes_);
  }

 private:
  // Seven bits a byte, the lowest first; the eighth says that more follow.
  void put_number(std::uint64_t left) {
    for (; left >= 0x80; left >>= 7U)
      bytes_ += static_cast<char>((left & 0x7fU) | 0x80U);
    bytes_ += static_cast<char>(left);
  }

  text_pool& texts_;
  std::string bytes_;
};

class unpacker {
 public:
  unpacker(std::string_view bytes, const text_pool& texts)
      : rest_(bytes), texts_(texts) {}

  void take(std::string& to) { to = texts_.text(number()); }

  template <class T>
  void take(std::optional<T>& to) {
    if (number() != 0) take(to.emplace());
  }

  template <class T>
  void take(std::vector<T>& to) {
    to.resize(number());
    for (T& each : to) take(each);
  }

  template <class T>
  void take(T& to) {
    if constexpr (std::is_arithmetic_v<T>) {
      to = static_cast<T>(number());
    } else {
      boost::pfr::for_each_field(to, [this](auto& each) { this->take(each); });
    }
  }

 private:
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= (byte & std::uint64_t{0x7f}) << shift;
      if (byte < 0x80) return value;
    }
  }

  std::string_view rest_;
  const text_pool& texts_;
};

}  // namespace

std::uint64_t text_pool::number_of(const std::string& text) {
  const auto [known, is_new] = numbers_.try_emplace(text, texts_.size());
  if (is_new) texts_.push_back(&known->first);
  return known->second;
}

std::string packed(const log_report& report, text_pool& texts) {
  packer to(texts);
  to.put(report);
  return to.take();
}

log_report unpacked(std::string_view bytes, const text_pool& texts) {
  log_report out;
  unpacker(bytes, texts).take(out);
  return out;
}

}  // namespace racelab::report::log
