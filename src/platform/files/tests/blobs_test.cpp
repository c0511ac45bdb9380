#include "platform/files/blobs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "platform/db/testing.h"

namespace jauap::files {

namespace fs = std::filesystem;

struct BlobStore : ::testing::Test {
  db::TemporaryFolder folder;
  std::shared_ptr<const secrets::Keys> keys = secrets::Keys::ephemeral();
  Blobs blobs{folder.path(), keys};

  fs::path path(const std::string& name) const { return fs::path(folder.path()) / "files" / name.substr(0, 2) / name; }
  static std::string bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(BlobStore, gives_back_what_it_took_and_shows_nothing_of_it_on_the_disk) {
  const std::string secret = std::string("Aigerim's letter\0with a zero", 28);
  const auto kept = blobs.put(secret);
  ASSERT_TRUE(kept);
  EXPECT_EQ(blobs.get(kept->name), secret);
  EXPECT_EQ(kept->bytes, secret.size());
  const auto raw = bytes(path(kept->name));
  EXPECT_EQ(raw.find("Aigerim"), std::string::npos);
  EXPECT_EQ(kept->sha256, secrets::sha256(raw));
  EXPECT_EQ(blobs.hash(kept->name), kept->sha256);
  struct stat info {};
  ASSERT_EQ(::stat(path(kept->name).c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(BlobStore, gives_the_same_bytes_two_names) {
  EXPECT_NE(blobs.put("a")->name, blobs.put("a")->name);
}

TEST_F(BlobStore, does_not_open_what_was_changed_moved_or_sealed_by_another) {
  const auto one = *blobs.put("one"), two = *blobs.put("two");
  EXPECT_FALSE(Blobs(folder.path(), secrets::Keys::ephemeral()).get(one.name));
  fs::copy_file(path(one.name), path(two.name), fs::copy_options::overwrite_existing);
  EXPECT_FALSE(blobs.get(two.name)) << "another file's bytes under this name";
  auto raw = bytes(path(one.name));
  raw.back() = char(raw.back() ^ 1);
  std::ofstream(path(one.name), std::ios::binary) << raw;
  EXPECT_FALSE(blobs.get(one.name));
  EXPECT_NE(blobs.hash(one.name), one.sha256);
}

TEST_F(BlobStore, takes_no_name_that_it_did_not_make) {
  std::ofstream(folder.path() + "/outside") << "x";
  for (const auto* name : {"", "../outside", "../../etc/passwd", "AB", "00000000000000000000000000000000"}) {
    EXPECT_FALSE(blobs.get(name)) << name;
    blobs.drop(name);
  }
  EXPECT_TRUE(fs::exists(folder.path() + "/outside"));
}

TEST_F(BlobStore, names_every_file_also_one_that_was_only_begun) {
  const auto kept = *blobs.put("a");
  std::ofstream(path(kept.name).string() + ".begun") << "half";
  std::vector<std::string> names;
  blobs.each([&](const std::string& name, Instant) { names.push_back(name); });
  EXPECT_EQ(names.size(), 2u);
  for (const auto& name : names) blobs.drop(name);
  blobs.drop(kept.name);
  EXPECT_FALSE(blobs.get(kept.name));
  EXPECT_TRUE(fs::is_empty(path(kept.name).parent_path()));
}

TEST_F(BlobStore, says_that_it_cannot_keep_when_the_folder_is_not_to_be_made) {
  std::ofstream(folder.path() + "/files") << "in the way";
  const auto refused = blobs.put("a");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems().first().kind, Problem::Kind::unavailable);
}

}  // namespace jauap::files
