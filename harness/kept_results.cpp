// Distributed under the Boost Software License, Version 1.0.
#include "harness/kept_results.hpp"

#include "harness/build/fingerprint.hpp"
#include "harness/report/archive.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace racelab {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_bytes = 256U << 20;
constexpr const char* file_name = "result";

// A reason says that the latency ought to have been measured.
bool lacks_latency(const report::subject_result& result) {
  return result.verdict == report::verdict::correct &&
         !result.latency.measured && !result.latency.reason.empty();
}

bool proves_something(const report::subject_result& result) {
  return result.verdict != report::verdict::inconclusive &&
         !result.schedules.by_chance && result.diagnostics.empty() &&
         !lacks_latency(result);
}

}  // namespace

kept_results::kept_results(fs::path folder) : cache_(std::move(folder)) {}

std::string kept_results::key(const report::subject_result& asked,
                              const build::executables& built,
                              const explore::options& how,
                              unsigned latency_runs, const fs::path& root) {
  build::fingerprint all;
  all.add_identity(fs::read_symlink("/proc/self/exe"));
  all.add_identity(built.tsan);
  if (latency_runs != 0) all.add_identity(built.plain);
  all.add(report::archived(asked));
  all.add(root.string());
  all.add(fmt::format("{} {} {} {}", how.seed, how.interleavings, how.processes,
                      latency_runs));
  return all.name();
}

std::optional<report::subject_result> kept_results::find(
    const std::string& key) const try {
  const auto entry = cache_.find(key, [](const fs::path&) { return true; });
  if (!entry) return std::nullopt;
  std::ifstream in(entry->folder / file_name, std::ios::binary);
  return report::unarchived(
      std::string{std::istreambuf_iterator<char>(in), {}});
} catch (const std::exception&) {
  return std::nullopt;
}

void kept_results::keep(const std::string& key,
                        const report::subject_result& result) const try {
  if (!proves_something(result)) return;
  const build::cache::draft draft = cache_.begin();
  std::ofstream out(draft.folder / file_name, std::ios::binary);
  out << report::archived(result);
  out.close();
  if (!out) return;
  cache_.publish(draft, key, "result");
  cache_.trim(most_bytes);
} catch (const std::exception&) {
  // The next judgement is made as if this one had never been.
}

}  // namespace racelab
