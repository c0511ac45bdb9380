#include "platform/module/dispatch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "law/testing.h"
#include "platform/auth/cookies.h"
#include "platform/config/config.h"
#include "platform/db/testing.h"
#include "platform/files/blobs.h"
#include "platform/module/frame.h"

namespace jauap {
namespace {

// A dispatcher over one route that takes files and one that does not; both answer with what they were given.
struct Forms : db::ContractTest {
 protected:
  void SetUp() override {
    db::ContractTest::SetUp();
    for (const auto& [name, content] : law::testing::smallest_pack())
      std::ofstream(pack_folder_.path() + "/" + name) << content;
    const auto pack = law::Pack::load(pack_folder_.path());
    ASSERT_TRUE(bool(pack));
    set_frame({.menu = {}, .version = "0.1.0"});
    writer_ = std::make_unique<db::Writer>(location(), db::WriterOptions{});
    readers_ = std::make_unique<db::Readers>(location(), 1, 10);
    const House house{.settings = &settings_,
                      .clock = &clock_,
                      .ids = &ids_,
                      .pack = *pack,
                      .keys = keys_,
                      .permissions = &permissions_,
                      .blobs = std::make_shared<const files::Blobs>(location().folder, keys_),
                      .location = location(),
                      .writer = writer_.get(),
                      .readers = readers_.get()};
    auto upload = change("/upload", [this](const Visit& visit, const http::Pairs& input) -> Prepared {
      return Apply([this, before = shown(visit, input)](db::Tx&, const Visit& again) {
        ++applied_;
        http::Response response;
        response.body = before + " then " + shown(again, {});
        return Applied{std::move(response)};
      });
    });
    upload.takes_files = true;
    auto plain =
        change("/plain", [](const Visit&, const http::Pairs&) -> Prepared { return http::Response{.body = "taken"}; });
    DispatchParts parts{
        .identify = [](db::ReadTx&, const http::Request&, Instant) -> Result<Identity> { return Identity{}; },
        .wait_seconds = [](Throttle, const std::string&, Instant) { return 0; },
        .log = [](const http::Request&, const Match&, int, std::size_t, std::string_view) {},
        .refuse_writes = [] { return std::string(); },
        .nudge = [] {}};
    dispatcher_ =
        std::make_unique<Dispatcher>(house, std::vector{std::move(upload), std::move(plain)}, std::move(parts));
  }
  void TearDown() override {
    dispatcher_.reset();
    readers_.reset();
    writer_.reset();
    db::ContractTest::TearDown();
  }

  static std::string shown(const Visit& visit, const http::Pairs& input) {
    std::string text(input.get("text"));
    for (const auto& file : visit.files)
      text += "[" + file.field + " " + file.name + " " + std::string(file.bytes) + "]";
    return text + (visit.context.blobs ? "" : " without blobs");
  }

  http::Response send(const std::string& path, const std::string& boundary, const std::string& file) {
    const auto part = [&](const std::string& head, const std::string& value) {
      return "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n";
    };
    http::Request request{.method = http::Method::post, .target = path, .path = path};
    request.headers = {{"host", "jauap.test"},
                       {"origin", "http://jauap.test"},
                       {"cookie", "p=" + session_},
                       {"content-type", "multipart/form-data; boundary=" + boundary}};
    request.body = part("name=\"_csrf\"", auth::csrf_token(*keys_, session_)) + part("name=\"_once\"", "once-1") +
                   part("name=\"text\"", "words") + part("name=\"photo\"; filename=\"a.jpg\"", file) + "--" + boundary +
                   "--\r\n";
    request.id = "00f00ba4";
    std::promise<http::Response> answered;
    dispatcher_->handle(std::move(request), [&](http::Response response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }

  db::TemporaryFolder pack_folder_;
  Settings settings_;
  FixedClock clock_{Instant{1'772'428'800'000}};
  IdMaker ids_{1};
  Permissions permissions_{{}};
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  const std::string session_ = "0123456789abcdef0123456789abcdef";
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Readers> readers_;
  std::unique_ptr<Dispatcher> dispatcher_;
  int applied_ = 0;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Forms, db::each_database(), db::database_name);

}  // namespace

TEST_P(Forms, with_files_bring_them_to_both_halves_of_a_change) {
  const auto response = send("/kk/upload", "b", "bytes");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "words[photo a.jpg bytes] then [photo a.jpg bytes]");
}

TEST_P(Forms, sent_again_with_another_boundary_are_the_same_form_and_with_another_file_are_not) {
  const auto first = send("/kk/upload", "b", "bytes").body;
  EXPECT_EQ(send("/kk/upload", "another", "bytes").body, first);
  EXPECT_EQ(applied_, 1);
  EXPECT_EQ(send("/kk/upload", "b", "other bytes").status, 422);
  EXPECT_EQ(applied_, 1);
}

TEST_P(Forms, refuse_files_where_none_are_taken) {
  EXPECT_EQ(send("/kk/plain", "b", "bytes").status, 422);
}

}  // namespace jauap
