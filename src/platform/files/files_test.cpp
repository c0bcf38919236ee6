// Names and contents that must outlive power loss. That the bytes are synced is `prove power`'s to show; here: what is left when it fails.
#include "platform/files/files.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace zhiyin::files {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
namespace fs = std::filesystem;

/// A new folder, removed with everything in it.
class Folder {
 public:
  Folder() {
    std::string shape = (fs::temp_directory_path() / "zhiyin-files-XXXXXX").string();
    path_ = ::mkdtemp(shape.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::ptrdiff_t count() const { return std::distance(fs::directory_iterator{path_}, {}); }

 private:
  fs::path path_;
};

class Files : public testing::Test {
 protected:
  Folder folder_;
};

TEST_F(Files, FoldersAreMadeWithThoseAboveThemAndForUsOnly) {
  const auto deep = folder_ / "a" / "b" / "c";
  make_folder(deep);
  make_folder(deep);
  make_folder(deep / "");
  for (const auto& path : {folder_ / "a", folder_ / "a" / "b", deep}) {
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all) << path;
  }
}

TEST_F(Files, AFolderInThePlaceOfAFileIsRefusedByName) {
  std::ofstream{folder_ / "file"} << "x";
  EXPECT_THAT([&] { make_folder(folder_ / "file" / "below"); }, ThrowsMessage<std::runtime_error>(HasSubstr("file/below")));
  EXPECT_THAT([&] { sync_folder(folder_ / "absent"); }, ThrowsMessage<std::runtime_error>(HasSubstr("absent")));
}

TEST_F(Files, HoldWhatWasWrittenLast) {
  using std::string_literals::operator""s;
  const auto file = folder_ / "file";
  const std::string large(3'000'000, 'x');
  for (const auto& content : {"first"s, large, ""s, "zero\0 and \xff"s}) {
    write_durably(file, content);
    EXPECT_EQ(read_file(file), content);
  }
  EXPECT_EQ(folder_.count(), 1);  // no temporary file stays
}

// A half-written file must never take the place of a whole one.
TEST_F(Files, KeepTheOldContentWhenTheNewCannotBeWritten) {
  const auto file = folder_ / "file";
  write_durably(file, "old");
  fs::create_directory(folder_ / "file.new");  // where the temporary file would be
  EXPECT_THROW(write_durably(file, "new"), std::runtime_error);
  EXPECT_EQ(read_file(file), "old");
}

TEST_F(Files, LeftBehindByACrashDoNotStandInTheWay) {
  const auto file = folder_ / "file";
  std::ofstream{folder_ / "file.new"} << "half of something longer than what comes";
  write_durably(file, "new");
  EXPECT_EQ(read_file(file), "new");
}

// A copy, so that bytes which only the cache holds are written and synced once more; who has the old file open must not see it change.
TEST_F(Files, AreRenewedAsCopiesOfThemselves) {
  const auto file = folder_ / "file";
  const std::string content = std::string(200'000, 'x') + '\0' + "end";
  write_durably(file, content);
  std::ifstream old{file, std::ios::binary};
  struct stat before{};
  struct stat after{};
  ASSERT_EQ(::stat(file.c_str(), &before), 0);
  renew_durably(file);
  ASSERT_EQ(::stat(file.c_str(), &after), 0);
  EXPECT_NE(before.st_ino, after.st_ino);
  EXPECT_EQ(read_file(file), content);
  EXPECT_EQ(folder_.count(), 1);
  std::ofstream{file} << "other";
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{old}, {}), content);
  EXPECT_THROW(renew_durably(folder_ / "absent"), std::runtime_error);
}

TEST_F(Files, ThatAreAbsentSaySo) {
  EXPECT_THAT([&] { (void)read_file(folder_ / "absent"); }, ThrowsMessage<std::runtime_error>(HasSubstr("No such file")));
}

}  // namespace
}  // namespace zhiyin::files
