#include "platform/process/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace zhiyin::process {
namespace {

std::vector<std::string> read_all(FrameReader& reader) {
  std::vector<std::string> words;
  Frame frame;
  while (reader.next(frame) == FrameReader::State::whole) {
    words.push_back(std::to_string(frame.number) + ":" + std::string(frame.words));
  }
  return words;
}

// A stream knows no borders: wherever it is cut, the same frames come out.
RC_GTEST_PROP(FrameReader, gives_the_same_frames_however_they_arrive, (const std::vector<std::string>& texts, std::uint8_t step)) {
  std::string stream;
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    stream += frame_text({Kind::question, i, texts[i]});
    expected.push_back(std::to_string(i) + ":" + texts[i]);
  }
  FrameReader reader;
  std::vector<std::string> got;
  for (std::size_t at = 0; at < stream.size(); at += step + 1U) {
    reader.add(std::string_view(stream).substr(at, step + 1U));
    for (auto& one : read_all(reader)) {
      got.push_back(std::move(one));
    }
  }
  RC_ASSERT(got == expected);
}

// A child that has lost its mind must not make its parent wait for four gigabytes.
TEST(FrameReader, refuses_what_is_no_frame) {
  std::string too_long = frame_text({Kind::answer, 1, "x"});
  too_long[3] = '\x7f';
  std::string no_kind = frame_text({Kind::answer, 1, "x"});
  no_kind[4] = '\x09';
  for (const auto& bytes : {too_long, no_kind}) {
    FrameReader reader;
    reader.add(bytes);
    Frame frame;
    EXPECT_EQ(reader.next(frame), FrameReader::State::broken);
  }
}

}  // namespace
}  // namespace zhiyin::process
