// Distributed under the Boost Software License, Version 1.0.
#include "harness/probe/recorder.hpp"

#include "harness/probe/scheduler.hpp"

#include <unwind.h>

namespace racelab::probe {

wire::channel* channel;

namespace {

constexpr unsigned max_depth = 48;

struct walk {
  std::uint32_t first;
  std::uint32_t depth;
};

// Stores return addresses. The address at which a signal struck is no return
// address: one is added, as the reader takes one off.
_Unwind_Reason_Code store_frame(_Unwind_Context* context, void* argument) {
  auto* at = static_cast<walk*>(argument);
  int before_instruction = 0;
  const auto address = static_cast<std::uint64_t>(
      _Unwind_GetIPInfo(context, &before_instruction));
  if (address == 0) return _URC_END_OF_STACK;
  if (at->depth == max_depth || at->first + at->depth >= wire::max_frames)
    return _URC_END_OF_STACK;
  channel->frames[at->first + at->depth++] =
      address + (before_instruction != 0 ? 1 : 0);
  return _URC_NO_REASON;
}

}  // namespace

void begin_recording() {
  wire::answer& answer = channel->answer;
  answer = wire::answer{};
  answer.number = channel->request.number;
  answer.text_size = 1;
  channel->text[0] = '\0';
}

bool wants_stacks() { return channel->request.with_stacks; }

wire::event* record(event_kind kind, std::uint32_t object, std::int64_t value,
                    std::uint32_t text) {
  wire::answer& answer = channel->answer;
  if (answer.events == wire::max_events) {
    answer.events_lost = 1;
    return nullptr;
  }
  wire::event& event = channel->events[answer.events];
  event = wire::event{};
  event.kind = kind;
  event.thread = running_number();
  event.object = object;
  event.time = now();
  event.value = value;
  event.text = text;
  if (wants_stacks()) attach(&event, record_stack());
  ++answer.events;
  return &event;
}

void attach(wire::event* event, stack_reference stack) {
  if (event == nullptr) return;
  event->stack = stack.first;
  event->depth = static_cast<std::uint16_t>(stack.depth);
}

std::uint32_t record_text(const char* text) {
  wire::answer& answer = channel->answer;
  if (text == nullptr || *text == '\0') return 0;
  const std::uint32_t first = answer.text_size;
  std::uint32_t end = first;
  while (end + 1 < wire::max_text && *text != '\0')
    channel->text[end++] = *text++;
  if (end + 1 >= wire::max_text) {
    answer.events_lost = 1;
    if (end == first) return 0;
  }
  channel->text[end++] = '\0';
  answer.text_size = end;
  return first;
}

stack_reference record_stack() {
  const quiet own;
  walk at{channel->answer.frames, 0};
  _Unwind_Backtrace(store_frame, &at);
  channel->answer.frames = at.first + at.depth;
  return {at.first, at.depth};
}

stack_reference record_stack(void* const* frames, unsigned depth) {
  const std::uint32_t first = channel->answer.frames;
  std::uint32_t stored = 0;
  while (stored < depth && frames[stored] != nullptr &&
         first + stored < wire::max_frames) {
    channel->frames[first + stored] =
        reinterpret_cast<std::uint64_t>(frames[stored]);
    ++stored;
  }
  channel->answer.frames = first + stored;
  return {first, stored};
}

}  // namespace racelab::probe
