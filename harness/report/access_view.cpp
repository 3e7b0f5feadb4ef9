// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/access_view.hpp"

#include "harness/report/excerpt.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::report {
namespace {

using observe::frame;

using block = std::vector<std::string>;  // painted lines

constexpr unsigned indent = 2;
constexpr unsigned gap = 3;  // between two that stand beside each other

void add_words(block& out, std::string_view words, unsigned columns, ink colour,
               const look& screen) {
  for (const std::string& line : wrap(words, columns)) {
    out.push_back(paint(line, colour, screen));
  }
}

std::string capitalized(std::string words) {
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return words;
}

// The file and line are a link if the file is at hand and they are on one line.
void add_place(block& out, const frame& place, const sources& files,
               unsigned columns, const look& screen) {
  const std::string file =
      printable(std::string_view(place.file).substr(place.file.rfind('/') + 1));
  const std::string name = fmt::format("{}:{}", file, place.line);
  const auto source = files.find(place.file);
  const std::string path = source == files.end() ? "" : source->second.path;
  const std::string words =
      place.function.empty() ? name : name + " in " + printable(place.function);
  for (const std::string& line : wrap(words, columns)) {
    const std::size_t end = line.starts_with(name) ? name.size() : 0;
    out.push_back(
        paint(link(line.substr(0, end), path, screen) + line.substr(end),
              ink::dim, screen));
  }
}

block block_of(const access_view& each, const sources& files, unsigned columns,
               const look& screen) {
  block out;
  add_words(out, capitalized(each.what), columns, ink::strong, screen);
  if (each.place) {
    add_place(out, *each.place, files, columns, screen);
    block source = excerpt(files, *each.place, {.columns = columns}, screen);
    if (!source.empty()) {
      out.emplace_back();
      out.insert(out.end(), source.begin(), source.end());
      out.emplace_back();
    }
  } else {
    add_words(out, each.elsewhere, columns, ink::dim, screen);
  }
  for (const std::string& words : each.notes) {
    add_words(out, words, columns, ink::dim, screen);
  }
  return out;
}

std::string beside(const block& left, const block& right, unsigned columns,
                   const look& screen) {
  std::string out;
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    std::string line = i < left.size() ? left[i] : std::string();
    const unsigned taken = painted_width(line);
    line += std::string(columns > taken ? columns - taken : 0, ' ');
    line += ' ' + paint(symbols_of(screen).middle, ink::dim, screen) + ' ';
    line += i < right.size() ? right[i] : std::string();
    out += end_line(std::string(indent, ' ') + line);
  }
  return out;
}

}  // namespace

std::string side_by_side(const std::vector<access_view>& accesses,
                         const sources& files, const look& screen) {
  const unsigned columns = (screen.width - indent - gap) / 2;
  std::vector<block> blocks;
  for (const access_view& each : accesses) {
    blocks.push_back(block_of(each, files, columns, screen));
  }
  if (blocks.size() % 2 != 0) {
    blocks.emplace_back();
  }
  std::string out;
  for (std::size_t i = 0; i < blocks.size(); i += 2) {
    out += i == 0 ? "" : "\n";
    out += beside(blocks[i], blocks[i + 1], columns, screen);
  }
  return out;
}

std::string one_below_the_other(const std::vector<access_view>& accesses,
                                const sources& files, const look& screen) {
  std::string out;
  for (const access_view& each : accesses) {
    out += out.empty() ? "" : "\n";
    for (const std::string& line :
         block_of(each, files, screen.width - indent, screen)) {
      out += end_line(std::string(indent, ' ') + line);
    }
  }
  return out;
}

}  // namespace racelab::report
