#include "platform/files/files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "platform/db/testing.h"
#include "platform/files/tests/pictures.h"

namespace jauap::files {

struct Files : db::ContractTest {
 protected:
  Permit permit() const {
    static constexpr May handle{"files.test"};
    static const Permissions permissions({{handle, Role::system, Scope::any}});
    return permissions.authorise(Actor::system(), handle, {}).take();
  }

  Result<std::vector<FileId>> send(const std::vector<std::string>& contents, bool keep_original = false,
                                   const Owner& owner = appeal) {
    Received received{.owner = owner, .files = {}, .sender = "account/1", .keep_original = keep_original};
    for (const auto& content : contents) received.files.push_back(stage(blobs(), content, "files").take());
    Result<std::vector<FileId>> result = Problem{.message = "platform.files.not_found"};
    write([&](db::Tx& tx) {
      result = receive(tx, permit(), ids_, clock_.now(), received);
      return bool(result);
    });
    return result;
  }

  // Runs the jobs that are due; `cleaner` is this test program (see cleaner_test.cpp) unless told otherwise.
  int work(const Child& cleaner = files::cleaner()) {
    db::Writer writer(location(), {});
    db::Readers readers(location(), 1, 10);
    return jobs::Runner(writer, clock_, handlers(blobs(), writer, readers, clock_, cleaner), 0, 1000).run_due();
  }

  std::vector<File> all(const Owner& owner = appeal) {
    std::vector<File> files;
    read([&](db::ReadTx& tx) { files = of_owner(tx, owner, permit()); });
    return files;
  }
  Result<Content> opened(const std::string& name) {
    Result<Content> content = Content{};
    read([&](db::ReadTx& tx) { content = files::read(tx, blobs(), permit(), appeal, name); });
    return content;
  }
  Result<Content> opened_by_all(const std::string& name) {
    Result<Content> content = Content{};
    read([&](db::ReadTx& tx) { content = read_public(tx, blobs(), appeal, name); });
    return content;
  }
  Done let_out(const std::string& name, bool is_public = true) {
    Done outcome = done();
    write([&](db::Tx& tx) {
      outcome = publish(tx, permit(), appeal, name, is_public);
      return true;
    });
    return outcome;
  }
  Done take_away(const std::string& name) {
    Done outcome = done();
    write([&](db::Tx& tx) {
      outcome = files::remove(tx, permit(), ids_, clock_.now(), appeal, name);
      return true;
    });
    return outcome;
  }
  int on_disk() {
    int count = 0;
    blobs().each([&](const std::string&, Instant) { ++count; });
    return count;
  }
  const Blobs& blobs() {
    if (!blobs_) blobs_ = std::make_unique<Blobs>(location().folder, secrets::Keys::ephemeral());
    return *blobs_;
  }

  static inline const Owner appeal{75, "appeal", 5};
  FixedClock clock_{Instant{1'772'428'800'000}};
  IdMaker ids_{1};

 private:
  std::unique_ptr<Blobs> blobs_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Files, db::each_database(), db::database_name);

TEST_P(Files, of_an_appeal_wait_are_cleaned_and_then_open_to_those_with_a_permit) {
  ASSERT_TRUE(send({pictures::with_exif(pictures::made(800, 600, ".jpg")), pictures::pdf()}));
  ASSERT_EQ(all().size(), 2u);
  EXPECT_EQ(all()[0].state, State::waiting);
  EXPECT_EQ(all()[1].state, State::clean) << "a document is ready as it came";
  EXPECT_FALSE(opened("photo-1.jpg")) << "not before it is clean";

  EXPECT_EQ(work(), 1);
  const auto photo = all()[0];
  EXPECT_EQ(photo.state, State::clean);
  EXPECT_EQ(shown_name(photo), "photo-1.jpg");
  EXPECT_EQ(photo.width, 600);
  EXPECT_EQ(photo.height, 800);
  EXPECT_EQ(photo.small_height, 640);
  const auto content = opened("photo-1.jpg");
  ASSERT_TRUE(content);
  EXPECT_EQ(content->media_type, "image/jpeg");
  EXPECT_EQ(content->bytes.find(pictures::description), std::string::npos);
  EXPECT_EQ(content->bytes.size(), photo.bytes);
  EXPECT_LT(opened("photo-1-small.jpg")->bytes.size(), content->bytes.size());
  EXPECT_EQ(opened("document-2.pdf")->bytes, pictures::pdf());
  EXPECT_EQ(on_disk(), 3) << "the original has gone";
}

TEST_P(Files, keep_the_picture_as_it_came_only_when_the_sender_agreed) {
  const auto photo = pictures::with_exif(pictures::made(80, 60, ".jpg"));
  ASSERT_TRUE(send({photo}, true));
  ASSERT_TRUE(send({photo}, false));
  work();
  read([&](db::ReadTx& tx) {
    const auto kept = original_of(tx, blobs(), permit(), appeal, "photo-1.jpg");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->bytes, photo);
    EXPECT_EQ(answer(*kept).headers[1].value, "attachment; filename=\"photo-1-original.jpeg\"");
    EXPECT_FALSE(original_of(tx, blobs(), permit(), appeal, "photo-2.jpg"));
  });
  EXPECT_EQ(opened("photo-1-original.jpeg").problems().first().kind, Problem::Kind::not_found)
      << "by its own door only";
}

TEST_P(Files, are_public_only_after_somebody_let_them_out_and_not_after_they_were_taken_back) {
  ASSERT_TRUE(send({pictures::made(80, 60, ".png")}));
  EXPECT_EQ(let_out("photo-1.jpg").problems().first().kind, Problem::Kind::conflict) << "not cleaned yet";
  work();
  EXPECT_FALSE(opened_by_all("photo-1.jpg"));
  EXPECT_TRUE(let_out("photo-1.jpg"));
  EXPECT_TRUE(opened_by_all("photo-1.jpg"));
  EXPECT_TRUE(opened_by_all("photo-1-small.jpg"));
  read([&](db::ReadTx& tx) { EXPECT_EQ(public_of_owner(tx, appeal).size(), 1u); });
  EXPECT_TRUE(let_out("photo-1.jpg", false));
  EXPECT_EQ(opened_by_all("photo-1.jpg").problems().first().kind, Problem::Kind::not_found);
  read([&](db::ReadTx& tx) { EXPECT_TRUE(public_of_owner(tx, appeal).empty()); });
}

TEST_P(Files, of_another_object_are_not_there) {
  ASSERT_TRUE(send({pictures::pdf()}));
  for (const auto& other : {Owner{75, "appeal", 6}, Owner{75, "appeal.answer", 5}, Owner{76, "appeal", 5}}) {
    EXPECT_TRUE(all(other).empty());
    read([&](db::ReadTx& tx) { EXPECT_FALSE(files::read(tx, blobs(), permit(), other, "document-1.pdf")); });
  }
}

TEST_P(Files, that_cannot_be_read_are_refused_in_words_and_leave_nothing) {
  const auto photo = pictures::made(640, 480, ".jpg");
  ASSERT_TRUE(send({photo.substr(0, photo.size() / 2), pictures::png_bomb(50'000, 50'000)}));
  EXPECT_EQ(work(), 2);
  EXPECT_EQ(all()[0].state, State::refused);
  EXPECT_EQ(reason(all()[0]), Key("platform.files.unreadable"));
  EXPECT_EQ(all()[1].state, State::refused);
  EXPECT_EQ(reason(all()[1]), Key("platform.files.too_many_pixels"));
  EXPECT_FALSE(opened("photo-1.jpg"));
  EXPECT_EQ(on_disk(), 0);
}

TEST_P(Files, whose_process_is_killed_get_a_second_try_and_then_are_refused) {
  const Child killed{.program = "/bin/sh", .arguments = {"-c", "kill -9 $$"}};
  ASSERT_TRUE(send({pictures::made(80, 60, ".jpg")}));
  work(killed);
  EXPECT_EQ(all()[0].state, State::waiting) << "once may be chance";
  clock_.set(clock_.now().plus(std::chrono::hours(1)));
  work(killed);
  EXPECT_EQ(all()[0].state, State::refused);
  EXPECT_EQ(reason(all()[0]), Key("platform.files.too_heavy"));
}

TEST_P(Files, wait_while_no_process_can_be_started) {
  ASSERT_TRUE(send({pictures::made(80, 60, ".jpg")}));
  work({.program = "/no/such/program"});
  EXPECT_EQ(all()[0].state, State::waiting);
  clock_.set(clock_.now().plus(std::chrono::hours(1)));
  work();
  EXPECT_EQ(all()[0].state, State::clean);
}

TEST_P(Files, of_unknown_kinds_empty_or_too_large_are_refused_at_the_door) {
  struct Row {
    std::string bytes;
    Key message;
  };
  for (const auto& [bytes, message] :
       {Row{"", "platform.files.empty"}, Row{std::string(file_bytes_max + 1, 'x'), "platform.files.too_large"},
        Row{"<svg xmlns='http://www.w3.org/2000/svg'/>", "platform.files.kind_not_taken"},
        Row{"MZ executable", "platform.files.kind_not_taken"},
        Row{pictures::pdf("PK\x03\x04"), "platform.files.kind_not_taken"}}) {
    const auto refused = stage(blobs(), bytes, "files");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problems().first().message, message);
    EXPECT_EQ(refused.problems().first().field, "files");
  }
  EXPECT_EQ(on_disk(), 0);
}

TEST_P(Files, are_at_most_ten_for_one_object_and_a_removed_one_makes_room) {
  ASSERT_TRUE(send(std::vector<std::string>(10, pictures::pdf())));
  EXPECT_EQ(send({pictures::pdf()}).problems().first().message, Key("platform.files.too_many"));
  EXPECT_TRUE(take_away("document-3.pdf"));
  ASSERT_TRUE(send({pictures::pdf()}));
  EXPECT_EQ(shown_name(all().back()), "document-11.pdf") << "a number is never used again";
}

TEST_P(Files, of_one_sender_are_at_most_a_hundred_megabytes_a_day) {
  const auto large = pictures::pdf().substr(0, 8) + std::string(file_bytes_max - 100, ' ') + "%%EOF";
  ASSERT_TRUE(send(std::vector<std::string>(5, large)));
  const Owner other{75, "appeal", 6};
  const auto refused = send({large}, false, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems().first().kind, Problem::Kind::too_many);
  clock_.set(clock_.now().plus(std::chrono::hours(25)));
  EXPECT_TRUE(send({large}, false, other));
}

TEST_P(Files, that_are_removed_lose_their_bytes_at_once) {
  ASSERT_TRUE(send({pictures::made(80, 60, ".jpg"), pictures::pdf()}));
  work();
  ASSERT_EQ(on_disk(), 3);
  EXPECT_TRUE(take_away("photo-1.jpg"));
  work();
  EXPECT_EQ(on_disk(), 1);
  EXPECT_FALSE(opened("photo-1.jpg"));
  EXPECT_FALSE(take_away("photo-1.jpg")) << "it has gone already";
  write([&](db::Tx& tx) {
    remove_all(tx, permit(), ids_, clock_.now(), appeal);
    return true;
  });
  work();
  EXPECT_EQ(on_disk(), 0);
  EXPECT_TRUE(all().empty());
}

TEST_P(Files, removed_while_they_wait_are_not_cleaned) {
  ASSERT_TRUE(send({pictures::made(80, 60, ".jpg")}));
  EXPECT_TRUE(take_away("photo-1.jpg"));
  work();
  EXPECT_EQ(on_disk(), 0);
}

TEST_P(Files, that_no_row_speaks_of_are_swept_after_a_week) {
  ASSERT_TRUE(send({pictures::pdf()}));
  ASSERT_TRUE(blobs().put("sent, but the command was refused"));
  const auto sweep = [&](std::chrono::hours later) {
    MachineClock machine;  // files on the disk bear the machine's time
    FixedClock clock(machine.now().plus(later));
    db::Writer writer(location(), {});
    db::Readers readers(location(), 1, 10);
    for (const auto& handler : handlers(blobs(), writer, readers, clock, cleaner()))
      if (handler.kind == sweep_job) handler.work({});
  };
  sweep(std::chrono::hours(24 * 6));
  EXPECT_EQ(on_disk(), 2);
  sweep(std::chrono::hours(24 * 8));
  EXPECT_EQ(on_disk(), 1);
  EXPECT_TRUE(opened("document-1.pdf"));
}

TEST_P(Files, that_are_damaged_on_the_disk_are_named_and_never_served) {
  ASSERT_TRUE(send({pictures::pdf()}));
  const auto found = [&] {
    std::vector<std::string> names;
    read([&](db::ReadTx& tx) { names = damaged(tx, blobs(), 10); });
    return names;
  };
  EXPECT_TRUE(found().empty());
  std::string name;
  blobs().each([&](const std::string& one, Instant) { name = one; });
  std::filesystem::resize_file(location().folder + "/files/" + name.substr(0, 2) + "/" + name, 20);
  EXPECT_EQ(found(), std::vector{name});
  EXPECT_EQ(opened("document-1.pdf").problems().first().kind, Problem::Kind::unavailable);
}

TEST(FileAnswers, show_our_own_pictures_and_offer_everything_else_as_a_download) {
  const auto header = [](const http::Response& response, std::string_view name) {
    for (const auto& header : response.headers)
      if (header.name == name) return header.value;
    return std::string();
  };
  const auto photo = answer({"photo-1.jpg", "image/jpeg", true, "bytes"});
  EXPECT_EQ(header(photo, "Content-Disposition"), "inline; filename=\"photo-1.jpg\"");
  EXPECT_EQ(header(photo, "Cache-Control"), "public, max-age=60");
  const auto document = answer({"document-2.pdf", "application/pdf", false, "bytes"});
  EXPECT_EQ(header(document, "Content-Disposition"), "attachment; filename=\"document-2.pdf\"");
  EXPECT_EQ(header(document, "Cache-Control"), "no-store");
  for (const auto& one : {photo, document}) {
    EXPECT_EQ(header(one, "Content-Security-Policy"), "sandbox; default-src 'none'");
    EXPECT_EQ(header(one, "X-Content-Type-Options"), "nosniff");
  }
}

}  // namespace jauap::files
