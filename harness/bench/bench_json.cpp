// Distributed under the Boost Software License, Version 1.0.
#include "harness/bench/bench_json.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace racelab::bench {
namespace {

namespace json = boost::json;

json::value met(state of) {
  if (of == state::met) return true;
  if (of == state::missed) return false;
  return nullptr;
}

json::object figure_json(const figure& of) {
  json::object out{{"name", of.name}, {"about", of.about}, {"peer", of.peer}};
  const bool run = of.state != state::not_run;
  const auto number = [run](double value) {
    return run ? json::value(value) : json::value(nullptr);
  };
  out["ratio"] = number(of.ratio);
  out["low"] = number(of.spread.low);
  out["high"] = number(of.spread.high);
  out["goal"] = of.wanted ? json::value(of.wanted->limit) : nullptr;
  out["goal_is"] = of.wanted && of.wanted->at_least ? "at least" : "at most";
  out["met"] = met(of.state);
  out["state"] = name_of(of.state);
  out["unit"] = of.unit;
  out["ours"] = number(of.ours);
  out["theirs"] = number(of.theirs);
  out["theirs_at_least"] = of.theirs_at_least;
  out["rounds"] = of.rounds;
  out["why"] = of.why.empty() ? json::value(nullptr)
                              : json::value(report::printable(of.why));
  return out;
}

json::object machine_json(const machine& of) {
  return {{"processor", of.processor},
          {"processors", of.processors},
          {"memory_gib", of.memory_gib},
          {"kernel", of.kernel},
          {"load", of.load},
          {"compiler", of.compiler},
          {"boost", of.boost}};
}

// --- Reading -----------------------------------------------------------------

std::string text_in(const json::object& of, std::string_view key) {
  return json::value_to<std::string>(of.at(key));
}

double number_in(const json::object& of, std::string_view key) {
  const json::value& value = of.at(key);
  return value.is_null() ? 0 : value.to_number<double>();
}

state state_in(const json::object& of) {
  const std::string word = text_in(of, "state");
  for (const state each : {state::met, state::missed, state::undecided,
                           state::not_run, state::no_goal})
    if (name_of(each) == word) return each;
  throw std::runtime_error(fmt::format("no figure has the state '{}'", word));
}

figure figure_in(const json::object& of) {
  figure out;
  out.name = text_in(of, "name");
  out.about = text_in(of, "about");
  out.peer = text_in(of, "peer");
  out.unit = text_in(of, "unit");
  if (!of.at("goal").is_null())
    out.wanted = {number_in(of, "goal"), text_in(of, "goal_is") == "at least"};
  out.rounds = of.at("rounds").to_number<unsigned>();
  out.ratio = number_in(of, "ratio");
  out.spread = {number_in(of, "low"), number_in(of, "high")};
  out.ours = number_in(of, "ours");
  out.theirs = number_in(of, "theirs");
  out.theirs_at_least = of.at("theirs_at_least").as_bool();
  out.state = state_in(of);
  if (!of.at("why").is_null()) out.why = text_in(of, "why");
  return out;
}

machine machine_in(const json::object& of) {
  return {.processor = text_in(of, "processor"),
          .processors = of.at("processors").to_number<unsigned>(),
          .memory_gib = number_in(of, "memory_gib"),
          .kernel = text_in(of, "kernel"),
          .load = number_in(of, "load"),
          .compiler = text_in(of, "compiler"),
          .boost = text_in(of, "boost")};
}

}  // namespace

std::string bench_json(const result& of) {
  json::array figures;
  for (const figure& each : of.figures) figures.push_back(figure_json(each));
  return report::pretty(json::object{{"schema", 1},
                                     {"machine", machine_json(of.machine)},
                                     {"quick", of.quick},
                                     {"seconds", of.seconds},
                                     {"figures", std::move(figures)}});
}

result parse_bench(std::string_view text) {
  const json::value all = json::parse(text);
  const json::object& top = all.as_object();
  if (top.at("schema").to_number<int>() != 1)
    throw std::runtime_error("its schema is not 1");
  result out;
  out.machine = machine_in(top.at("machine").as_object());
  out.quick = top.at("quick").as_bool();
  out.seconds = number_in(top, "seconds");
  for (const json::value& each : top.at("figures").as_array())
    out.figures.push_back(figure_in(each.as_object()));
  return out;
}

result read_bench(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) throw std::runtime_error("cannot read " + file.string());
  try {
    return parse_bench(text);
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format(
        "{} is not what bench --json writes: {}", file.string(), error.what()));
  }
}

}  // namespace racelab::bench
