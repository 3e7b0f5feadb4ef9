// Distributed under the Boost Software License, Version 1.0.
#include "harness/tests/report/approval.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace racelab::report {
namespace {

const std::filesystem::path approved_folder{RACELAB_APPROVED};

std::optional<std::string> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string first_difference(const std::string& approved,
                             const std::string& received) {
  std::istringstream left(approved), right(received);
  std::string expected, got;
  for (int number = 1;; ++number) {
    const bool more_left = static_cast<bool>(std::getline(left, expected));
    const bool more_right = static_cast<bool>(std::getline(right, got));
    if (!more_left && !more_right) {
      return "only in newlines";
    }
    if (more_left != more_right || expected != got) {
      return "in line " + std::to_string(number) +
             "\n  approved: " + (more_left ? expected : "(ends)") +
             "\n  received: " + (more_right ? got : "(ends)");
    }
  }
}

}  // namespace

void check_approved(const std::string& name, const std::string& text) {
  const std::filesystem::path file = approved_folder / (name + ".txt");
  if (std::getenv("RACELAB_APPROVE") != nullptr) {
    write(file, text);
    return;
  }
  const std::optional<std::string> approved = read(file);
  BOOST_REQUIRE_MESSAGE(approved, "nothing is approved as " << file);
  if (*approved != text) {
    write(name + ".received.txt", text);
    BOOST_ERROR(name << " differs from what is approved "
                     << first_difference(*approved, text));
  }
}

}  // namespace racelab::report
