// One request in the hands of a handler: the place where its answer arrives, from any thread.
//
// The connection waits on a Slot; the handler holds an Answerer inside its Reply. Neither owns the other's side: a lost
// connection leaves the Slot to the Answerer, a lost Answerer answers 500.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/invariant.h"
#include "platform/http/http.h"

namespace jauap::http {

// One I/O thread's context. Shared, because a reply may come after the server is gone.
using Context = std::shared_ptr<boost::asio::io_context>;

class Slot : public std::enable_shared_from_this<Slot> {
 public:
  // Any thread. Wakes the waiting connection on its own thread.
  void fill(boost::asio::io_context& context, Response response) {
    response_ = std::move(response);
    if (state_.exchange(State::filled, std::memory_order_acq_rel) == State::awaited) wake_on(context);
  }

  bool is_filled() const { return state_.load(std::memory_order_acquire) == State::filled; }

  // The connection's thread: remembers who waits. `resume` runs there too, never inside this call.
  template <class Resume>
  void await(boost::asio::io_context& context, Resume resume) {
    resume_ = std::make_unique<Resumption<Resume>>(std::move(resume));
    auto expected = State::open;
    if (!state_.compare_exchange_strong(expected, State::awaited, std::memory_order_acq_rel)) wake_on(context);
  }

  // The connection's thread: stops waiting without an answer, which is forgotten when it comes.
  void abandon(boost::asio::io_context& context) {
    auto expected = State::awaited;
    if (state_.compare_exchange_strong(expected, State::abandoned, std::memory_order_acq_rel)) wake_on(context);
  }

  // The connection's thread, after the wait.
  std::optional<Response> take() {
    if (!is_filled()) return std::nullopt;
    return std::move(response_);
  }

 private:
  enum class State { open, awaited, filled, abandoned };

  struct Resumable {
    virtual ~Resumable() = default;
    virtual void run() = 0;
  };
  template <class Resume>
  struct Resumption final : Resumable {
    explicit Resumption(Resume resume) : resume(std::move(resume)) {}
    void run() override { std::move(resume)(); }
    Resume resume;
  };

  void wake_on(boost::asio::io_context& context) {
    boost::asio::post(context, [self = shared_from_this()] { self->resume(); });
  }
  void resume() {
    if (const auto waiting = std::move(resume_)) waiting->run();
  }

  std::atomic<State> state_{State::open};
  std::unique_ptr<Resumable> resume_;
  Response response_;
};

class Answerer {
 public:
  using Lost = std::function<Response()>;  // what to say when nobody answered

  Answerer(Context context, std::shared_ptr<Slot> slot, Lost lost)
      : context_(std::move(context)), slot_(std::move(slot)), lost_(std::move(lost)) {}
  ~Answerer() {
    if (!answered_.exchange(true)) slot_->fill(*context_, lost_());
  }
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  void answer(Response response) {
    invariant(!answered_.exchange(true), "a request is answered once");
    slot_->fill(*context_, std::move(response));
  }

 private:
  Context context_;
  std::shared_ptr<Slot> slot_;
  Lost lost_;
  std::atomic<bool> answered_{false};
};

}  // namespace jauap::http
