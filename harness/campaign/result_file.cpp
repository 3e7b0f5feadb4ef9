// Distributed under the Boost Software License, Version 1.0.
#include "harness/campaign/result_file.hpp"

#include "harness/report/json.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace racelab::campaign {
namespace {

namespace fs = std::filesystem;
namespace json_ = boost::json;

using words = std::vector<std::string>;
using verdict = detect::verdict_kind;

constexpr std::array verdicts{verdict::correct, verdict::broken,
                              verdict::inconclusive};

json_::array written(const std::vector<seen_finding>& findings) {
  json_::array all;
  for (const seen_finding& each : findings)
    all.push_back(json_::object{{"id", each.id},
                                {"file", each.file},
                                {"line", each.line},
                                {"schedule", each.schedule}});
  return all;
}

// Equal judgements together, in the order of their first seeds.
json_::array written(const std::map<std::uint32_t, judgement>& judged) {
  std::map<judgement, json_::array> seeds;
  for (const auto& [seed, each] : judged) seeds[each].push_back(seed);
  json_::array all;
  for (const auto& [first, each] : judged) {
    const auto group = seeds.find(each);
    if (group == seeds.end()) continue;
    all.push_back(json_::object{{"verdict", detect::name_of(each.verdict)},
                                {"as_expected", each.as_expected},
                                {"complete", each.complete},
                                {"schedules", each.schedules},
                                {"reasons", json_::value_from(each.reasons)},
                                {"findings", written(each.findings)},
                                {"seeds", std::move(group->second)}});
    seeds.erase(group);
  }
  return all;
}

json_::object written(const subject_seeds& of, const seed_range& seeds) {
  json_::array others;
  for (const auto& [seed, each] : of.judged)
    if (!each.as_expected) others.push_back(seed);
  return {{"subject", of.subject},
          {"compiler", of.compiler},
          {"sources", of.sources},
          {"expected", json_::value_from(of.expected)},
          {"from", seeds.first},
          {"to", seeds.last},
          {"judged", of.judged.size()},
          {"as_expected", of.judged.size() - others.size()},
          {"others", std::move(others)},
          {"judgements", written(of.judged)}};
}

json_::array written(const std::vector<missing_shard>& missing) {
  json_::array all;
  for (const missing_shard& each : missing)
    all.push_back(json_::object{{"compiler", each.compiler},
                                {"shard", each.which.index},
                                {"judged", each.judged},
                                {"of", each.planned}});
  return all;
}

template <class Value>
Value field(const json_::value& of, const char* name) {
  return json_::value_to<Value>(of.at(name));
}

verdict read_verdict(const std::string& name) {
  const auto found =
      std::find_if(verdicts.begin(), verdicts.end(),
                   [&](verdict each) { return detect::name_of(each) == name; });
  if (found == verdicts.end())
    throw std::runtime_error("no verdict is called " + name);
  return *found;
}

judgement read_judgement(const json_::value& from) {
  judgement out;
  out.verdict = read_verdict(field<std::string>(from, "verdict"));
  out.as_expected = field<bool>(from, "as_expected");
  out.complete = field<bool>(from, "complete");
  out.schedules = field<unsigned>(from, "schedules");
  out.reasons = field<words>(from, "reasons");
  for (const json_::value& each : from.at("findings").as_array())
    out.findings.push_back(
        {field<std::string>(each, "id"), field<std::string>(each, "file"),
         field<int>(each, "line"), field<std::string>(each, "schedule")});
  return out;
}

subject_seeds read_subject(const json_::value& from, const seed_range& seeds) {
  subject_seeds out;
  out.subject = field<std::string>(from, "subject");
  out.compiler = field<std::string>(from, "compiler");
  out.sources = field<std::string>(from, "sources");
  out.expected = field<words>(from, "expected");
  for (const json_::value& group : from.at("judgements").as_array()) {
    const judgement each = read_judgement(group);
    for (const auto seed : field<std::vector<std::uint32_t>>(group, "seeds")) {
      if (seed < seeds.first || seed > seeds.last)
        throw std::runtime_error(fmt::format("seed {} is not among {} to {}",
                                             seed, seeds.first, seeds.last));
      if (!out.judged.emplace(seed, each).second)
        throw std::runtime_error(fmt::format("seed {} is there twice", seed));
    }
  }
  return out;
}

result read(const json_::value& from) {
  if (field<int>(from, "schema") != 1)
    throw std::runtime_error("its schema is not 1");
  result out;
  out.seeds = {field<std::uint32_t>(from, "from"),
               field<std::uint32_t>(from, "to")};
  out.interleavings = field<unsigned>(from, "interleavings");
  out.shards = field<std::uint32_t>(from, "shards");
  if (out.shards == 0 || out.seeds.first > out.seeds.last ||
      from.at("subjects").as_array().empty())
    throw std::runtime_error("it plans nothing");
  if (out.shards > most_shards)
    throw std::runtime_error(
        fmt::format("it has more than {} shards", most_shards));
  for (const json_::value& each : from.at("subjects").as_array())
    out.subjects.push_back(read_subject(each, out.seeds));
  return out;
}

std::vector<std::pair<std::string, std::string>> subjects_of(
    const result& all) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const subject_seeds& each : all.subjects)
    names.emplace_back(each.compiler, each.subject);
  std::sort(names.begin(), names.end());
  return names;
}

bool may_go_on(const result& known, const result& wanted) {
  return known.seeds.first == wanted.seeds.first &&
         known.seeds.last <= wanted.seeds.last &&
         known.interleavings == wanted.interleavings &&
         known.shards == wanted.shards &&
         subjects_of(known) == subjects_of(wanted);
}

}  // namespace

std::string json(const result& all) {
  json_::array subjects;
  for (const subject_seeds& each : all.subjects)
    subjects.push_back(written(each, all.seeds));
  return report::pretty(json_::object{{"schema", 1},
                                      {"from", all.seeds.first},
                                      {"to", all.seeds.last},
                                      {"interleavings", all.interleavings},
                                      {"shards", all.shards},
                                      {"missing", written(missing_shards(all))},
                                      {"judgements", judgements_in(all)},
                                      {"schedules", schedules_in(all)},
                                      {"subjects", std::move(subjects)}});
}

result parse_json(std::string_view text) {
  json_::value parsed;
  try {
    parsed = json_::parse(json_::string_view(text.data(), text.size()));
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("it is no JSON ({})", error.code().message()));
  }
  try {
    return read(parsed);
  } catch (const boost::system::system_error&) {
    throw std::runtime_error("it is no result of a campaign");
  } catch (const std::runtime_error&) {
    throw;
  } catch (const std::exception&) {
    throw std::runtime_error("it is no result of a campaign");
  }
}

result read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("cannot read " + file.string());
  try {
    return parse_json(text);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(
        fmt::format("cannot use {}: {}", file.string(), error.what()));
  }
}

fs::path place_in(const fs::path& folder, const std::string& compiler,
                  const shard& which) {
  std::string name =
      fmt::format("{}.shard-{}-of-{}.json", compiler, which.index, which.count);
  std::replace(name.begin(), name.end(), ' ', '-');
  return folder / name;
}

std::optional<result> read_to_go_on(const fs::path& file,
                                    const result& wanted) {
  if (!fs::exists(file)) return std::nullopt;
  result known = read_file(file);
  if (!may_go_on(known, wanted)) {
    throw std::runtime_error(fmt::format(
        "{} is of another campaign ({}; {} subjects): name another folder",
        file.string(), plan_of(known), known.subjects.size()));
  }
  return known;
}

}  // namespace racelab::campaign
