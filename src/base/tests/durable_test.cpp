#include "base/durable.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/file_lock.h"

namespace jauap {
namespace {

namespace fs = std::filesystem;

struct DurableFile : testing::Test {
  DurableFile() {
    std::string pattern = (fs::temp_directory_path() / "jauap-durable-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~DurableFile() override { fs::remove_all(folder); }
  std::string path(const std::string& name) const { return (folder / name).string(); }
  std::string bytes(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::size_t files() const { return std::size_t(std::distance(fs::directory_iterator(folder), {})); }

  fs::path folder;
};
using LockedFile = DurableFile;

}  // namespace

TEST_F(DurableFile, has_the_new_bytes_and_nothing_lies_beside_it) {
  for (const auto* text : {"first", "second and longer", ""}) {
    ASSERT_EQ(write_durably(path("state"), text, 0640), Kept::yes);
    EXPECT_EQ(bytes("state"), text);
    EXPECT_EQ(files(), 1u);
  }
  struct stat info {};
  ASSERT_EQ(::stat(path("state").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(DurableFile, a_draft_that_a_crash_left_behind_is_in_nobodys_way) {
  ASSERT_EQ(write_synced(path("state.begun"), "half", 0400), Kept::yes);
  EXPECT_EQ(write_durably(path("state"), "whole", 0600), Kept::yes);
  EXPECT_EQ(bytes("state"), "whole");
  EXPECT_EQ(files(), 1u);
}

TEST_F(DurableFile, keeps_the_old_bytes_when_the_new_ones_find_no_room) {
  ASSERT_EQ(write_durably(path("state"), "old", 0600), Kept::yes);
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit narrow{.rlim_cur = 1000, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &narrow), 0);
  const auto kept = write_durably(path("state"), std::string(2000, 'x'), 0600);
  const auto why = errno;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(kept, Kept::no);
  EXPECT_EQ(why, EFBIG);
  EXPECT_EQ(bytes("state"), "old");
  EXPECT_EQ(files(), 1u);
}

TEST_F(DurableFile, leaves_no_draft_where_it_cannot_have_its_name) {
  fs::create_directory(folder / "state");
  EXPECT_EQ(write_durably(path("state"), "bytes", 0600), Kept::no);
  EXPECT_EQ(files(), 1u);
  EXPECT_EQ(write_durably(path("none/state"), "bytes", 0600), Kept::no);
  EXPECT_FALSE(sync_folder(path("none")));
}

TEST_F(DurableFile, a_new_file_takes_no_other_ones_place) {
  ASSERT_EQ(write_synced(path("key"), "mine", 0400), Kept::yes);
  EXPECT_EQ(write_synced(path("key"), "other", 0400), Kept::no);
  EXPECT_EQ(bytes("key"), "mine");
}

TEST(FolderOf, is_where_the_file_lies) {
  EXPECT_EQ(folder_of("/a/b/c"), "/a/b");
  EXPECT_EQ(folder_of("a/b"), "a");
  EXPECT_EQ(folder_of("/a"), "/");
  EXPECT_EQ(folder_of("a"), ".");
}

TEST_F(LockedFile, is_had_by_one_and_names_who_has_it) {
  auto first = FileLock::take(path("lock"));
  ASSERT_TRUE(first.lock) << first.why;
  const auto second = FileLock::take(path("lock"));
  EXPECT_FALSE(second.lock);
  EXPECT_EQ(second.holder, std::to_string(::getpid()));
  first.lock.reset();
  EXPECT_TRUE(FileLock::take(path("lock")).lock);
  EXPECT_NE(FileLock::take(path("none/lock")).why, "");
}

}  // namespace jauap
