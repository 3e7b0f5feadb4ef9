// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/layout.hpp"
#include "harness/workshop/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace racelab::workshop {
namespace {

using report::end_line;
using report::ink;
using report::look;
using report::paint;

struct sign {
  std::string_view text;
  report::ink colour = ink::good;
};

sign sign_of(proof what, const look& screen) {
  const report::symbols& signs = report::symbols_of(screen);
  switch (what) {
    case proof::holds:
      return {signs.good, ink::good};
    case proof::fails:
      return {signs.bad, ink::bad};
    case proof::open:
      break;
  }
  return {signs.unsure, ink::unsure};
}

std::string_view name_of(proof what) {
  switch (what) {
    case proof::holds:
      return "holds";
    case proof::fails:
      return "fails";
    case proof::open:
      break;
  }
  return "open";
}

// The worst of its parts.
proof proof_of(const verified_exercise& of) {
  proof out = proof::holds;
  for (const verified& each : of.parts) {
    if (each.proof == proof::fails) return proof::fails;
    if (each.proof == proof::open) out = proof::open;
  }
  return out;
}

constexpr unsigned name_columns = 30;

std::string line_of(const sign& in_front, unsigned indent,
                    const std::string& name, const std::string& rest,
                    ink colour, const look& screen) {
  return end_line(std::string(indent, ' ') +
                  paint(in_front.text, in_front.colour, screen) + ' ' +
                  report::cell(name, name_columns - indent, colour, screen) +
                  ' ' + paint(report::printable(rest), ink::dim, screen));
}

std::string part_view(const verified& of, const look& screen) {
  std::string out = line_of(sign_of(of.proof, screen), 2, of.what, of.found,
                            ink::plain, screen);
  for (const std::string& each : of.reasons) {
    out += report::paragraph(report::printable(each), 6, screen);
  }
  return out;
}

}  // namespace

std::string verified_text(const verified_set& of, const look& screen) {
  std::string out;
  std::size_t parts = 0;
  std::size_t bad = 0;
  for (const verified_exercise& each : of.exercises) {
    const proof all = proof_of(each);
    out += line_of(sign_of(all, screen), 0, each.name, each.kind, ink::strong,
                   screen);
    for (const verified& one : each.parts) {
      out += part_view(one, screen);
      ++parts;
    }
    bad += all == proof::holds ? 0 : 1;
  }
  const std::string what =
      fmt::format("{} of the set \"{}\", with {} to be proved",
                  report::count_of(of.exercises.size(), "exercise"), of.name,
                  report::count_of(parts, "part"));
  return out + '\n' +
         end_line(
             bad == 0
                 ? fmt::format("All holds: {}.", what)
                 : fmt::format("{}: {} not as declared.", what,
                               bad == 1 ? "1 is" : fmt::format("{} are", bad)));
}

boost::json::value verified_json(const verified_set& of) {
  boost::json::array exercises;
  for (const verified_exercise& each : of.exercises) {
    boost::json::array parts;
    for (const verified& one : each.parts) {
      boost::json::array reasons;
      for (const std::string& reason : one.reasons) {
        reasons.emplace_back(report::printable(reason));
      }
      parts.push_back(boost::json::object{{"what", one.what},
                                          {"proof", name_of(one.proof)},
                                          {"found", one.found},
                                          {"reasons", std::move(reasons)}});
    }
    exercises.push_back(
        boost::json::object{{"name", each.name},
                            {"kind", each.kind},
                            {"holds", proof_of(each) == proof::holds},
                            {"parts", std::move(parts)}});
  }
  return boost::json::object{{"schema", 1},
                             {"set", of.name},
                             {"folder", of.folder.string()},
                             {"exercises", std::move(exercises)}};
}

}  // namespace racelab::workshop
