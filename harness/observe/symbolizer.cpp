// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/symbolizer.hpp"

#include "harness/observe/debug_info.hpp"

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace racelab::observe {
namespace fs = std::filesystem;
namespace {

fs::path canonical_or_same(const fs::path& path) {
  std::error_code failed;
  fs::path canonical = fs::weakly_canonical(path, failed);
  return failed ? path : canonical;
}

std::string hexadecimal(std::uint64_t value) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  do {
    text.insert(text.begin(), digits[value % 16]);
    value /= 16;
  } while (value != 0);
  return "0x" + text;
}

}  // namespace

class symbolizer::implementation {
 public:
  implementation(const fs::path& executable,
                 std::span<const fs::path> subject_files)
      : executable_(fs::absolute(executable)) {
    for (const fs::path& file : subject_files)
      subject_files_.emplace(canonical_or_same(file).string(), file.string());
  }

  const stack& frames_at(const std::string& module_path,
                         std::uint64_t return_address) {
    module& where = module_at(module_path);
    const auto known = where.frames.find(return_address);
    if (known != where.frames.end()) return known->second;
    return where.frames
        .emplace(return_address, look_up(where, module_path, return_address))
        .first->second;
  }

 private:
  struct module {
    explicit module(const std::string& path) : info(path) {}

    debug_info info;
    std::unordered_map<std::uint64_t, stack> frames;
  };

  module& module_at(const std::string& path) {
    const auto known = modules_.find(path);
    if (known != modules_.end()) return *known->second;
    const std::string& file = path.empty() ? executable_.string() : path;
    return *modules_.emplace(path, std::make_unique<module>(file))
                .first->second;
  }

  stack look_up(module& where, const std::string& path,
                std::uint64_t return_address) {
    // The call is the instruction before the one that it returns to.
    stack frames = where.info.frames_at(return_address - 1);
    for (frame& each : frames) adapt(each, where.info);
    if (frames.empty()) {
      frame unknown;
      unknown.function =
          (path.empty() ? executable_ : fs::path(path)).filename().string() +
          "+" + hexadecimal(return_address);
      frames.push_back(std::move(unknown));
    }
    return frames;
  }

  void adapt(frame& each, debug_info& info) {
    each.function = readable_function(each.function);
    const std::optional<std::string>& own = subject_file(each.file);
    if (!own) return;
    each.subject = true;
    each.file = *own;
    // A lesson's namespaces say nothing to whoever wrote the function.
    each.function = info.without_namespaces(each.function);
  }

  // The subject's file that `file` is, as it was named to the constructor.
  const std::optional<std::string>& subject_file(const std::string& file) {
    const auto known = files_.find(file);
    if (known != files_.end()) return known->second;
    std::optional<std::string> own;
    if (!file.empty()) {
      const auto found = subject_files_.find(canonical_or_same(file).string());
      if (found != subject_files_.end()) own = found->second;
    }
    return files_.emplace(file, std::move(own)).first->second;
  }

  const fs::path executable_;
  std::map<std::string, std::string> subject_files_;  // by canonical path
  std::unordered_map<std::string, std::optional<std::string>> files_;
  std::map<std::string, std::unique_ptr<module>> modules_;
};

symbolizer::symbolizer(const fs::path& executable,
                       std::span<const fs::path> subject_files)
    : implementation_(
          std::make_unique<implementation>(executable, subject_files)) {}

symbolizer::~symbolizer() = default;
symbolizer::symbolizer(symbolizer&&) noexcept = default;
symbolizer& symbolizer::operator=(symbolizer&&) noexcept = default;

const stack& symbolizer::frames_at(const std::string& module_path,
                                   std::uint64_t return_address) {
  return implementation_->frames_at(module_path, return_address);
}

}  // namespace racelab::observe
