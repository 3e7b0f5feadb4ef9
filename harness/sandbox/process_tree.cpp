// Distributed under the Boost Software License, Version 1.0.
#include "harness/sandbox/process_tree.hpp"

#include <cstdlib>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace racelab::sandbox {
namespace {

// Null if it cannot be read, mostly because the process has ended.
std::optional<std::string> read_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  char part[4096];
  ssize_t size = 0;
  while ((size = read(file, part, sizeof part)) > 0)
    text.append(part, static_cast<std::size_t>(size));
  close(file);
  return text;
}

std::string process_folder(pid_t process) {
  return "/proc/" + std::to_string(process);
}

std::vector<std::string> threads_of(pid_t process) {
  std::vector<std::string> threads;
  const std::string folder = process_folder(process) + "/task";
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(opendir(folder.c_str()),
                                                    &closedir);
  if (!entries) return threads;
  while (const dirent* entry = readdir(entries.get()))
    if (entry->d_name[0] != '.')
      threads.push_back(folder + '/' + entry->d_name);
  return threads;
}

void append_numbers(const std::string& text, std::vector<pid_t>& numbers) {
  const char* rest = text.c_str();
  for (;;) {
    char* end = nullptr;
    const long number = std::strtol(rest, &end, 10);
    if (end == rest) return;
    numbers.push_back(static_cast<pid_t>(number));
    rest = end;
  }
}

// A child belongs to the thread that forked it. False if the kernel does not
// tell.
bool append_children(pid_t process, std::vector<pid_t>& children) {
  for (const auto& thread : threads_of(process)) {
    const auto list = read_file(thread + "/children");
    if (!list && access((thread + "/stat").c_str(), F_OK) == 0) return false;
    if (list) append_numbers(*list, children);
  }
  return true;
}

// Fields 20 and 24 of /proc/PID/stat, see proc(5). The second field is a name
// that may contain spaces and parentheses.
void add_usage(pid_t process, tree_usage& usage) {
  const auto stat = read_file(process_folder(process) + "/stat");
  const auto name_end = stat ? stat->rfind(')') : std::string::npos;
  if (name_end == std::string::npos) return;
  std::istringstream words(stat->substr(name_end + 1));
  std::string word;
  for (int field = 3; field <= 24 && words >> word; ++field) {
    if (field == 20) usage.tasks += std::stoull(word);
    if (field == 24)
      usage.resident_memory +=
          std::stoull(word) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  }
}

}  // namespace

tree_usage usage_below(pid_t ancestor, pid_t known, std::uint64_t enough) {
  tree_usage usage;
  std::vector<pid_t> processes;
  if (!append_children(ancestor, processes) && known != 0)
    processes.push_back(known);
  for (std::size_t i = 0; i != processes.size() && usage.tasks <= enough; ++i) {
    add_usage(processes[i], usage);
    append_children(processes[i], processes);
  }
  return usage;
}

}  // namespace racelab::sandbox
