// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/source_coverage.hpp"

#include "harness/report/json.hpp"
#include "harness/report/layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/json.hpp>

#include <algorithm>

namespace racelab::report {
namespace {

using catalogue::manifest;
using catalogue::source_item;
using catalogue::source_list;
using catalogue::subject;

constexpr unsigned sign_width = 2;

std::vector<std::string> paths(const std::vector<subject>& all) {
  std::vector<std::string> names;
  for (const subject& each : all) {
    names.push_back(catalogue::path(each));
  }
  return names;
}

std::vector<std::string> shown_by(const manifest& all,
                                  const source_item& item) {
  return paths(catalogue::subjects_of_source(all, item.id));
}

std::vector<std::string> on_no_list(const manifest& all) {
  std::vector<subject> twins = catalogue::subjects(all);
  std::erase_if(twins, [](const subject& each) {
    return each.variant->kind == catalogue::kind::pattern ||
           !each.variant->sources.empty();
  });
  return paths(twins);
}

std::size_t count_shown(const manifest& all, const source_list& list) {
  return static_cast<std::size_t>(std::count_if(
      list.items.begin(), list.items.end(),
      [&](const source_item& each) { return !shown_by(all, each).empty(); }));
}

unsigned id_width(const source_list& list) {
  unsigned widest = 0;
  for (const source_item& each : list.items) {
    widest = std::max(widest, width(each.id));
  }
  return widest;
}

std::string item_lines(const source_item& item,
                       const std::vector<std::string>& twins, unsigned ids,
                       const look& screen) {
  const symbols& signs = symbols_of(screen);
  const unsigned indent = sign_width + ids + 2;
  const bool shown = !twins.empty();
  std::string out = shown ? cell(signs.good, sign_width, ink::good, screen)
                          : cell(signs.dash, sign_width, ink::dim, screen);
  out += cell(item.id, ids + 2, shown ? ink::plain : ink::dim, screen);
  const unsigned columns = std::max(screen.width, indent + 20) - indent;
  for (const std::string& part : wrap(item.title, columns)) {
    out += end_line(paint(part, shown ? ink::plain : ink::dim, screen));
    out += std::string(indent, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  for (const std::string& each : twins) {
    const bool fits = indent + width(each) <= screen.width;
    out += end_line(std::string(fits ? indent : 2 * sign_width, ' ') +
                    paint(each, ink::dim, screen));
  }
  return out;
}

std::string list_lines(const manifest& all, const source_list& list,
                       const look& screen) {
  std::string out = end_line(paint(list.name, ink::strong, screen));
  // Never broken, so that it can be copied.
  out += end_line("  " + paint(list.where, ink::dim, screen));
  out += paragraph(fmt::format("{} of {} shown", count_shown(all, list),
                               count_of(list.items.size(), "item")),
                   sign_width, screen);
  const unsigned ids = id_width(list);
  for (const source_item& each : list.items) {
    out += item_lines(each, shown_by(all, each), ids, screen);
  }
  return out;
}

boost::json::array names(const std::vector<std::string>& all) {
  return boost::json::array(all.begin(), all.end());
}

boost::json::value json_of(const manifest& all, const source_list& list) {
  boost::json::array items;
  for (const source_item& each : list.items) {
    items.push_back(
        boost::json::object{{"id", each.id},
                            {"title", each.title},
                            {"shown_by", names(shown_by(all, each))}});
  }
  return boost::json::object{{"name", list.name},
                             {"where", list.where},
                             {"shown", count_shown(all, list)},
                             {"items", std::move(items)}};
}

}  // namespace

std::string source_coverage(const manifest& all, const look& screen) {
  const symbols& signs = symbols_of(screen);
  std::string out;
  std::size_t shown = 0;
  std::size_t items = 0;
  for (const source_list& each : all.sources) {
    out += list_lines(all, each, screen) + '\n';
    shown += count_shown(all, each);
    items += each.items.size();
  }
  if (const auto others = on_no_list(all); !others.empty()) {
    out += end_line(paint("On none of these lists", ink::strong, screen));
    for (const std::string& each : others) {
      out += end_line("  " + each);
    }
    out += '\n';
  }
  return out + paragraph(fmt::format("{} shown by the twins below it   {} by "
                                     "none. All in all {} of {} are shown; "
                                     "some are advice that no bug could show.",
                                     signs.good, signs.dash, shown,
                                     count_of(items, "item")),
                         0, screen);
}

std::string source_coverage_json(const manifest& all) {
  boost::json::array lists;
  for (const source_list& each : all.sources) {
    lists.push_back(json_of(all, each));
  }
  return pretty(boost::json::object{{"schema", 1},
                                    {"lists", std::move(lists)},
                                    {"on_no_list", names(on_no_list(all))}});
}

}  // namespace racelab::report
