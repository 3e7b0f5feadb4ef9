// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/kept_measurements.hpp"

#include "harness/report/output_file.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <fstream>
#include <iterator>

namespace racelab::matrix {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* file_name = "measurement.json";
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 30U;

json::array written(const std::vector<stack>& stacks) {
  json::array all;
  for (const stack& each : stacks) {
    json::array places;
    for (const place& where : each)
      places.push_back(json::array{where.file, where.line});
    all.push_back(std::move(places));
  }
  return all;
}

std::vector<stack> read_stacks(const json::value& from) {
  std::vector<stack> all;
  for (const json::value& each : from.as_array()) {
    stack& places = all.emplace_back();
    for (const json::value& where : each.as_array())
      places.push_back({json::value_to<std::string>(where.at(0)),
                        json::value_to<int>(where.at(1))});
  }
  return all;
}

json::object written(const measurement& of) {
  json::array messages;
  for (const message& each : of.messages)
    messages.push_back(json::array{each.kind, each.text, written(each.stacks)});
  json::array runs;
  for (const run& each : of.runs)
    runs.push_back(json::array{each.circumstances,
                               static_cast<int>(each.ending),
                               json::value_from(each.messages)});
  return {{"times", of.times},
          {"seconds", of.seconds},
          {"messages", std::move(messages)},
          {"runs", std::move(runs)},
          {"raw", of.raw},
          {"not_run", of.not_run}};
}

measurement read(const json::value& from) {
  measurement out;
  out.times = json::value_to<unsigned>(from.at("times"));
  out.seconds = json::value_to<double>(from.at("seconds"));
  out.raw = json::value_to<std::string>(from.at("raw"));
  out.not_run = json::value_to<std::string>(from.at("not_run"));
  for (const json::value& each : from.at("messages").as_array())
    out.messages.push_back({json::value_to<std::string>(each.at(0)),
                            json::value_to<std::string>(each.at(1)),
                            read_stacks(each.at(2))});
  for (const json::value& each : from.at("runs").as_array())
    out.runs.push_back({json::value_to<std::string>(each.at(0)),
                        static_cast<ending>(json::value_to<int>(each.at(1))),
                        json::value_to<std::vector<std::size_t>>(each.at(2))});
  return out;
}

}  // namespace

kept_measurements::kept_measurements(fs::path folder)
    : cache_(std::move(folder)) {
  cache_.trim(most_bytes);
}

std::optional<measurement> kept_measurements::find(const std::string& key) const
    try {
  const auto entry = cache_.find(key, [](const fs::path&) { return true; });
  if (!entry) return std::nullopt;
  std::ifstream in(entry->folder / file_name, std::ios::binary);
  return read(json::parse(std::string{std::istreambuf_iterator<char>(in), {}}));
} catch (const std::exception&) {
  return std::nullopt;
}

void kept_measurements::keep(const std::string& key,
                             const measurement& of) const {
  const build::cache::draft draft = cache_.begin();
  report::write_file_whole(draft.folder / file_name,
                           json::serialize(written(of)));
  cache_.publish(draft, key, "measurement");
}

}  // namespace racelab::matrix
