#include "platform/archive/archive.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/db/testing.h"

namespace jauap::archive {
namespace {

std::string read(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

struct Archive : ::testing::Test {
  db::TemporaryFolder folder;
  std::string in(const std::string& name) { return folder.path() + "/" + name; }
  void write(const std::string& name, const std::string& bytes) { std::ofstream(in(name), std::ios::binary) << bytes; }
};

}  // namespace

TEST_F(Archive, gives_back_what_was_put_in_byte_for_byte) {
  const std::string large(3'000'000, 'x');
  write("one", large + "end");
  write("two", "");
  Writer writer(in("packed"));
  EXPECT_TRUE(writer.add("jauap.db", in("one")));
  EXPECT_TRUE(writer.add("files/aa/0123", in("two")));
  EXPECT_FALSE(writer.add("files/aa/gone", in("no-such-file")));
  writer.finish();
  extract(in("packed"), in("out"));
  EXPECT_EQ(read(in("out/jauap.db")), large + "end");
  EXPECT_EQ(read(in("out/files/aa/0123")), "");
}

TEST_F(Archive, never_writes_over_what_is_there_and_never_outside_its_folder) {
  write("one", "words");
  {
    Writer writer(in("packed"));
    writer.add("name", in("one"));
    writer.finish();
  }
  EXPECT_THROW(Writer(in("packed")), Failure);
  extract(in("packed"), in("out"));
  EXPECT_THROW(extract(in("packed"), in("out")), Failure) << "the file is there already";
  Writer writer(in("evil"));
  writer.add("../outside", in("one"));
  writer.finish();
  EXPECT_THROW(extract(in("evil"), in("other")), Failure);
  EXPECT_FALSE(std::filesystem::exists(in("outside")));
}

TEST_F(Archive, a_damaged_file_is_refused) {
  write("one", std::string(100'000, 'y') + "z");
  {
    Writer writer(in("packed"));
    writer.add("name", in("one"));
    writer.finish();
  }
  auto bytes = read(in("packed"));
  bytes.resize(bytes.size() / 2);
  write("cut", bytes);
  EXPECT_THROW(extract(in("cut"), in("out")), Failure);
}

TEST_F(Archive, what_is_not_finished_is_no_backup) {
  write("one", "words");
  {
    Writer writer(in("packed"));
    writer.add("name", in("one"));
  }
  EXPECT_FALSE(std::filesystem::exists(in("packed")));
  EXPECT_FALSE(std::filesystem::exists(in("packed.part")));
}

TEST_F(Archive, only_names_that_are_expected_are_unpacked) {
  write("one", "words");
  Writer writer(in("packed"));
  writer.add("anchor/log", in("one"));
  writer.finish();
  EXPECT_THROW(extract(in("packed"), in("out"), [](const std::string& name) { return name == "jauap.db"; }), Failure);
  EXPECT_FALSE(std::filesystem::exists(in("out/anchor/log")));
}

}  // namespace jauap::archive
