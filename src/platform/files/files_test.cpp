// Names and contents that must outlive power loss. That the bytes are synced is `prove power`'s to show; here: what is left when it fails.
#include "platform/files/files.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>

namespace zhiyin::files {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;
namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() : folder_(make()) {}
  ~Files() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  static fs::path make() {
    std::string shape = (fs::temp_directory_path() / "zhiyin-files-XXXXXX").string();
    return ::mkdtemp(shape.data());
  }

  fs::path folder_;
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
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 1);  // no temporary file stays
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

TEST_F(Files, ThatAreAbsentSaySo) {
  EXPECT_THAT([&] { (void)read_file(folder_ / "absent"); }, ThrowsMessage<std::runtime_error>(HasSubstr("No such file")));
}

}  // namespace
}  // namespace zhiyin::files
