// Distributed under the Boost Software License, Version 1.0.
#include "harness/build/toolchain.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace racelab::build {
namespace {

namespace json = boost::json;
using std::filesystem::path;

std::vector<path> paths(const json::value& list) {
  std::vector<path> all;
  for (const auto& each : json::value_to<std::vector<std::string>>(list))
    all.emplace_back(each);
  return all;
}

recipe read_recipe(const json::object& from) {
  recipe read;
  read.compile_flags =
      json::value_to<std::vector<std::string>>(from.at("compile_flags"));
  read.link_flags =
      json::value_to<std::vector<std::string>>(from.at("link_flags"));
  read.probe = paths(from.at("probe"));
  read.inputs = paths(from.at("inputs"));
  read.precompiled = json::value_to<std::string>(from.at("precompiled"));
  for (const auto& lesson : from.at("scenarios").as_object())
    read.scenarios[lesson.key()] = paths(lesson.value());
  return read;
}

toolchain read_toolchain(const json::object& from) {
  toolchain read;
  read.compiler = json::value_to<std::string>(from.at("compiler"));
  const auto family = json::value_to<std::string>(from.at("family"));
  if (family != "gcc" && family != "clang")
    throw std::runtime_error("unknown family of compilers: " + family);
  read.kind =
      family == "gcc" ? toolchain::family::gcc : toolchain::family::clang;
  read.version = json::value_to<std::string>(from.at("version"));
  read.source_root = json::value_to<std::string>(from.at("source_root"));
  read.headers = json::value_to<std::string>(from.at("headers"));
  read.tsan = read_recipe(from.at("tsan").as_object());
  read.plain = read_recipe(from.at("plain").as_object());
  read.http = read.plain;
  read.http.probe = paths(from.at("http_probe"));
  return read;
}

}  // namespace

toolchain load_toolchain(const path& file) try {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) throw std::runtime_error("cannot be read");
  return read_toolchain(json::parse(text).as_object());
} catch (const std::exception& error) {
  throw std::runtime_error(fmt::format("{}: {}", file.string(), error.what()));
}

std::string describe(const toolchain& of) {
  return fmt::format("{} {}",
                     of.kind == toolchain::family::gcc ? "g++" : "clang++",
                     of.version);
}

}  // namespace racelab::build
