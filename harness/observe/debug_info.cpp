// Distributed under the Boost Software License, Version 1.0.
#include "harness/observe/debug_info.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

namespace racelab::observe {
namespace {

// The path comes from the subject or from a log: it must not be a pipe, which
// even opening has an effect on, nor a device. A relative one is no file: the
// kernel's own code is called "linux-vdso.so.1". What the kernel makes up in
// /proc has no size.
int open_regular(const std::string& path) {
  const auto is_regular = [](const struct stat& about) {
    return S_ISREG(about.st_mode) && about.st_size > 0;
  };
  struct stat about {};
  if (!path.starts_with('/') || stat(path.c_str(), &about) != 0 ||
      !is_regular(about))
    return -1;
  const int descriptor =
      open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0 || (fstat(descriptor, &about) == 0 && is_regular(about)))
    return descriptor;
  close(descriptor);
  return -1;
}

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] / 16];
    text += digits[bytes[i] % 16];
  }
  return text;
}

std::string demangle(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  return status == 0 ? text.get() : name;
}

struct range {
  std::uint64_t low = 0;
  std::uint64_t high = 0;  // first address behind
  std::size_t index = 0;   // of what lies there

  bool operator<(const range& other) const { return low < other.low; }
};

const range* find(const std::vector<range>& sorted, std::uint64_t address) {
  auto after =
      std::upper_bound(sorted.begin(), sorted.end(), range{address, 0, 0});
  if (after == sorted.begin()) return nullptr;
  --after;
  return address < after->high ? &*after : nullptr;
}

// Calls visit(low, high) for each range of addresses of `die`.
template <class Visit>
void for_each_range(Dwarf_Die* die, Visit visit) {
  Dwarf_Addr base = 0;
  Dwarf_Addr low = 0;
  Dwarf_Addr high = 0;
  std::ptrdiff_t at = 0;
  while ((at = dwarf_ranges(die, at, &base, &low, &high)) > 0)
    if (low < high) visit(low, high);
}

// Siblings come in the order of the file, unless it is damaged.
template <class Visit>
void for_each_child(Dwarf_Die* die, Visit visit) {
  Dwarf_Die child;
  if (dwarf_child(die, &child) != 0) return;
  Dwarf_Off at = 0;
  do {
    at = dwarf_dieoffset(&child);
    visit(&child);
  } while (dwarf_siblingof(&child, &child) == 0 &&
           dwarf_dieoffset(&child) > at);
}

// Scopes are not nested more deeply than this, unless the file is damaged.
constexpr unsigned deepest = 1'000;

std::string name_of(Dwarf_Die* die) {
  Dwarf_Attribute attribute;
  if (dwarf_attr_integrate(die, DW_AT_linkage_name, &attribute) != nullptr)
    if (const char* linkage = dwarf_formstring(&attribute))
      return demangle(linkage);
  const char* name = dwarf_diename(die);
  return name != nullptr ? name : "";
}

std::optional<Dwarf_Word> number(Dwarf_Die* die, unsigned attribute_name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  if (dwarf_attr(die, attribute_name, &attribute) == nullptr ||
      dwarf_formudata(&attribute, &value) != 0)
    return std::nullopt;
  return value;
}

// Names of functions and of objects by address. The compilers' DWARF has no
// names for lambdas that both agree on; the symbol table has.
class symbol_table {
 public:
  explicit symbol_table(Elf* elf) {
    if (!read(elf, SHT_SYMTAB)) read(elf, SHT_DYNSYM);
    std::stable_sort(functions_.begin(), functions_.end());
    std::stable_sort(objects_.begin(), objects_.end());
  }

  std::optional<std::string> name_at(std::uint64_t address) const {
    const range* found = find(functions_, address);
    if (found == nullptr) return std::nullopt;
    return demangle(names_[found->index]);
  }

  std::optional<object> object_at(std::uint64_t address) const {
    const range* found = find(objects_, address);
    if (found == nullptr) return std::nullopt;
    return object{demangle(names_[found->index]), found->high - found->low};
  }

 private:
  bool read(Elf* elf, Elf64_Word type) {
    Elf_Scn* section = nullptr;
    while ((section = elf_nextscn(elf, section)) != nullptr) {
      GElf_Shdr header;
      if (gelf_getshdr(section, &header) == nullptr || header.sh_type != type)
        continue;
      read_section(elf, section, header);
      return true;
    }
    return false;
  }

  void read_section(Elf* elf, Elf_Scn* section, const GElf_Shdr& header) {
    Elf_Data* data = elf_getdata(section, nullptr);
    if (data == nullptr || header.sh_entsize == 0) return;
    const auto count = static_cast<int>(header.sh_size / header.sh_entsize);
    for (int i = 0; i < count; ++i) {
      GElf_Sym symbol;
      if (gelf_getsym(data, i, &symbol) == nullptr) return;
      add(elf, header, symbol);
    }
  }

  void add(Elf* elf, const GElf_Shdr& header, const GElf_Sym& symbol) {
    const unsigned type = GELF_ST_TYPE(symbol.st_info);
    if (type != STT_FUNC && type != STT_OBJECT) return;
    if (symbol.st_shndx == SHN_UNDEF || symbol.st_size == 0) return;
    const char* name = elf_strptr(elf, header.sh_link, symbol.st_name);
    if (name == nullptr) return;
    (type == STT_FUNC ? functions_ : objects_)
        .push_back(
            {symbol.st_value, symbol.st_value + symbol.st_size, names_.size()});
    names_.push_back(name);
  }

  std::vector<range> functions_;
  std::vector<range> objects_;
  std::vector<const char*> names_;  // in the file's mapping
};

// One compilation unit: its functions, lines and namespaces.
class compilation_unit {
 public:
  explicit compilation_unit(Dwarf_Die die) : die_(die) {}

  Dwarf_Die* die() { return &die_; }

  const std::set<std::string>& namespaces() const { return namespaces_; }

  // Innermost first; the last one's name may be empty.
  stack frames_at(std::uint64_t address) {
    index_once();
    std::vector<Dwarf_Die> inlined = inlined_at(address);  // outermost first
    stack frames;
    frame place = line_at(address);
    for (auto each = inlined.rbegin(); each != inlined.rend(); ++each) {
      place.function = name_of(&*each);
      frames.push_back(std::move(place));
      place = call_site(&*each);
    }
    place.function = function_at(address);
    frames.push_back(std::move(place));
    return frames;
  }

  // Whether GCC compiled it.
  bool is_gnu() {
    Dwarf_Attribute attribute;
    if (dwarf_attr(&die_, DW_AT_producer, &attribute) == nullptr) return false;
    const char* producer = dwarf_formstring(&attribute);
    return producer != nullptr && std::string_view(producer).starts_with("GNU");
  }

  // `file` without the compiler's directory, if it is in a folder whose name
  // was given relative to that.
  std::string as_named(const std::string& file) {
    const char* directory = compile_directory();
    if (directory == nullptr) return file;
    const std::string front = std::string(directory) + '/';
    if (!file.starts_with(front)) return file;
    std::string rest = file.substr(front.size());
    const std::size_t slash = rest.rfind('/');
    const bool relative =
        slash != std::string::npos && is_folder(rest.substr(0, slash));
    return relative ? rest : file;
  }

 private:
  // Whether its table of lines names this folder.
  bool is_folder(const std::string& name) {
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    const char* const* folders = nullptr;
    if (dwarf_getsrcfiles(&die_, &files, &count) != 0 ||
        dwarf_getsrcdirs(files, &folders, &count) != 0)
      return false;
    return std::any_of(folders, folders + count, [&](const char* each) {
      return each != nullptr && name == each;
    });
  }

  std::string function_at(std::uint64_t address) {
    const range* found = find(function_ranges_, address);
    return found == nullptr ? "" : name_of(&functions_[found->index]);
  }

  void index_once() {
    if (indexed_) return;
    indexed_ = true;
    index(&die_, "", 0);
    std::sort(function_ranges_.begin(), function_ranges_.end());
  }

  // Functions stand in namespaces, in classes and, with those, in functions.
  void index(Dwarf_Die* parent, const std::string& scope, unsigned depth) {
    if (depth > deepest) return;
    for_each_child(parent, [&](Dwarf_Die* child) {
      switch (dwarf_tag(child)) {
        case DW_TAG_namespace:
          return index(child, inner_scope(child, scope), depth + 1);
        case DW_TAG_subprogram:
          add_function(child);
          return index(child, scope, depth + 1);
        case DW_TAG_class_type:
        case DW_TAG_structure_type:
        case DW_TAG_union_type:
        case DW_TAG_lexical_block:
          return index(child, scope, depth + 1);
        default:
          return;
      }
    });
  }

  std::string inner_scope(Dwarf_Die* die, const std::string& scope) {
    const char* name = dwarf_diename(die);
    if (name == nullptr) return scope;
    std::string inner = scope + name + "::";
    namespaces_.insert(inner);
    return inner;
  }

  void add_function(Dwarf_Die* die) {
    const std::size_t position = functions_.size();
    bool concrete = false;
    for_each_range(die, [&](Dwarf_Addr low, Dwarf_Addr high) {
      function_ranges_.push_back({low, high, position});
      concrete = true;
    });
    if (concrete) functions_.push_back(*die);
  }

  std::vector<Dwarf_Die> inlined_at(std::uint64_t address) {
    std::vector<Dwarf_Die> chain;
    const range* found = find(function_ranges_, address);
    if (found != nullptr)
      collect_inlined(&functions_[found->index], address, chain, 0);
    return chain;
  }

  static void collect_inlined(Dwarf_Die* parent, std::uint64_t address,
                              std::vector<Dwarf_Die>& chain, unsigned depth) {
    bool descended = depth > deepest;
    for_each_child(parent, [&](Dwarf_Die* child) {
      const int tag = dwarf_tag(child);
      if (descended ||
          (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_lexical_block))
        return;
      if (dwarf_haspc(child, address) != 1) return;
      descended = true;
      if (tag == DW_TAG_inlined_subroutine) chain.push_back(*child);
      collect_inlined(child, address, chain, depth + 1);
    });
  }

  frame line_at(std::uint64_t address) {
    frame place;
    Dwarf_Line* line = dwarf_getsrc_die(&die_, address);
    if (line == nullptr) return place;
    fill(place, numbered_line(line));
    return place;
  }

  // Line 0 stands for instructions that no line can be blamed for; the line
  // before them is where the program was.
  Dwarf_Line* numbered_line(Dwarf_Line* line) {
    Dwarf_Lines* lines = nullptr;
    std::size_t count = 0;
    int number = 0;
    if (dwarf_lineno(line, &number) != 0 || number != 0) return line;
    if (dwarf_getsrclines(&die_, &lines, &count) != 0) return line;
    Dwarf_Line* last = line;
    for (std::size_t i = 0; i < count; ++i) {
      Dwarf_Line* each = dwarf_onesrcline(lines, i);
      if (each == line) break;
      if (dwarf_lineno(each, &number) == 0 && number != 0) last = each;
    }
    return last;
  }

  void fill(frame& place, Dwarf_Line* line) const {
    if (const char* file = dwarf_linesrc(line, nullptr, nullptr))
      place.file = absolute(file);
    dwarf_lineno(line, &place.line);
    dwarf_linecol(line, &place.column);
  }

  // Where an inlined function was called.
  frame call_site(Dwarf_Die* inlined) {
    frame place;
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    const std::optional<Dwarf_Word> file = number(inlined, DW_AT_call_file);
    if (file && dwarf_getsrcfiles(&die_, &files, &count) == 0 && *file < count)
      if (const char* name = dwarf_filesrc(files, *file, nullptr, nullptr))
        place.file = absolute(name);
    place.line = static_cast<int>(number(inlined, DW_AT_call_line).value_or(0));
    place.column =
        static_cast<int>(number(inlined, DW_AT_call_column).value_or(0));
    return place;
  }

  std::string absolute(const char* file) const {
    const char* directory = *file == '/' ? nullptr : compile_directory();
    if (directory == nullptr) return file;
    return std::string(directory) + '/' + file;
  }

  const char* compile_directory() const {
    Dwarf_Attribute attribute;
    Dwarf_Die die = die_;
    if (dwarf_attr(&die, DW_AT_comp_dir, &attribute) == nullptr) return nullptr;
    return dwarf_formstring(&attribute);
  }

  Dwarf_Die die_;
  bool indexed_ = false;
  std::vector<Dwarf_Die> functions_;
  std::vector<range> function_ranges_;
  std::set<std::string> namespaces_;  // qualified, each ending in "::"
};

}  // namespace

class debug_info::implementation {
 public:
  explicit implementation(const std::string& path) {
    elf_version(EV_CURRENT);
    descriptor_ = open_regular(path);
    if (descriptor_ < 0) return;
    elf_ = elf_begin(descriptor_, ELF_C_READ_MMAP, nullptr);
    if (elf_ == nullptr || elf_kind(elf_) != ELF_K_ELF) return;
    symbols_.emplace(elf_);
    read_build_id();
    dwarf_ = dwarf_begin_elf(elf_, DWARF_C_READ, nullptr);
    if (dwarf_ != nullptr) read_units();
  }

  ~implementation() {
    units_.clear();
    if (dwarf_ != nullptr) dwarf_end(dwarf_);
    if (elf_ != nullptr) elf_end(elf_);
    if (descriptor_ >= 0) close(descriptor_);
  }

  implementation(const implementation&) = delete;
  implementation& operator=(const implementation&) = delete;

  bool is_readable() const { return symbols_.has_value(); }

  const std::string& build_id() const { return build_id_; }

  stack frames_at(std::uint64_t address) {
    stack frames = compiled_frames_at(address);
    if (frames.empty()) return frames;
    name_by_symbol(frames.back(), address);
    for (frame& each : frames)
      each.file = std::filesystem::path(each.file).lexically_normal().string();
    return frames;
  }

  stack runtime_frames_at(std::uint64_t address) {
    stack frames = compiled_frames_at(address);
    if (frames.empty()) return frames;
    compilation_unit* unit = unit_at(address);
    if (unit == nullptr || !unit->is_gnu() || frames.back().function.empty())
      name_by_symbol(frames.back(), address);
    if (unit != nullptr && unit->is_gnu())
      for (frame& each : frames) each.file = unit->as_named(each.file);
    return frames;
  }

  std::optional<object> object_at(std::uint64_t address) const {
    return symbols_ ? symbols_->object_at(address) : std::nullopt;
  }

  std::string without_namespaces(const std::string& function) const {
    std::size_t longest = 0;
    for (const compilation_unit& unit : units_)
      for (const std::string& each : unit.namespaces())
        if (each.size() > longest && function.starts_with(each))
          longest = each.size();
    return function.substr(longest);
  }

 private:
  // Names and files as DWARF has them; none if nothing is known.
  stack compiled_frames_at(std::uint64_t address) {
    if (compilation_unit* unit = unit_at(address))
      return unit->frames_at(address);
    return stack(symbols_ && symbols_->name_at(address) ? 1 : 0);
  }

  void name_by_symbol(frame& each, std::uint64_t address) const {
    if (std::optional<std::string> name = symbols_->name_at(address))
      each.function = std::move(*name);
  }

  void read_build_id() {
    const void* bytes = nullptr;
    const ssize_t count = dwelf_elf_gnu_build_id(elf_, &bytes);
    if (count > 0)
      build_id_ = hexadecimal(static_cast<const unsigned char*>(bytes),
                              static_cast<std::size_t>(count));
  }

  // Not .debug_aranges: clang does not write it.
  void read_units() {
    Dwarf_CU* unit = nullptr;
    Dwarf_Die die;
    std::uint8_t type = 0;
    while (dwarf_get_units(dwarf_, unit, &unit, nullptr, &type, &die,
                           nullptr) == 0) {
      if (type != DW_UT_compile) continue;
      const std::size_t position = units_.size();
      for_each_range(&die, [&](Dwarf_Addr low, Dwarf_Addr high) {
        unit_ranges_.push_back({low, high, position});
      });
      units_.emplace_back(die);
    }
    std::sort(unit_ranges_.begin(), unit_ranges_.end());
  }

  compilation_unit* unit_at(std::uint64_t address) {
    const range* found = find(unit_ranges_, address);
    return found == nullptr ? nullptr : &units_[found->index];
  }

  int descriptor_ = -1;
  Elf* elf_ = nullptr;
  Dwarf* dwarf_ = nullptr;
  std::optional<symbol_table> symbols_;
  std::string build_id_;
  std::vector<compilation_unit> units_;
  std::vector<range> unit_ranges_;
};

debug_info::debug_info(const std::string& path)
    : implementation_(std::make_unique<implementation>(path)) {}

debug_info::~debug_info() = default;

bool debug_info::is_readable() const { return implementation_->is_readable(); }

const std::string& debug_info::build_id() const {
  return implementation_->build_id();
}

stack debug_info::frames_at(std::uint64_t address) {
  return implementation_->frames_at(address);
}

stack debug_info::runtime_frames_at(std::uint64_t address) {
  return implementation_->runtime_frames_at(address);
}

std::optional<object> debug_info::object_at(std::uint64_t address) const {
  return implementation_->object_at(address);
}

std::string debug_info::without_namespaces(const std::string& function) const {
  return implementation_->without_namespaces(function);
}

}  // namespace racelab::observe
