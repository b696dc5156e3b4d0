#include "extract/worker.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

#include "extract/jail.h"
#include "tests/base/result_matchers.h"

namespace depone::extract {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string program(const char* name) { return std::string(DEPONE_BIN_DIR) + "/" + name; }

WorkerLimits short_limits() {
  WorkerLimits limits;
  limits.reply_bytes = 8 << 20;
  return limits;
}

class HostileWorker : public testing::Test {
 protected:
  HostileWorker() : worker_(Worker::start(program("hostile_worker"), short_limits()).take()) {}

  Result<Document> order(std::string_view order) {
    return worker_->extract(bytes_of(order), "order.txt");
  }

  // What the order gave: its text, or why there is none.
  std::string outcome(std::string_view words) {
    const Result<Document> document = order(words);
    return document.ok() ? document.value().text : document.error().what;
  }

  // Whatever happened to one document, the next is read.
  void expect_alive() { EXPECT_EQ(outcome("next document"), "next document"); }

  std::unique_ptr<Worker> worker_;
};

TEST_F(HostileWorker, CannotOpenFiles) {
  EXPECT_EQ(outcome("read /etc/passwd"), "refused");
  EXPECT_EQ(outcome("write a file"), "refused");
  EXPECT_FALSE(std::filesystem::exists("/tmp/depone-was-here"));
  expect_alive();
}

TEST_F(HostileWorker, IsStoppedWhenItTriesWhatDocumentsNeverNeed) {
  for (const char* const what :
       {"socket", "fork", "exec", "ptrace", "kill the server", "make memory executable"}) {
    EXPECT_THAT(outcome(what), HasSubstr("order.txt: reading it tried something")) << what;
    expect_alive();
  }
}

TEST_F(HostileWorker, IsStoppedWhenItAsksForWhatOnlyTheServerMay) {
  std::vector<long> calls = {SYS_clone,  SYS_clone3,      SYS_set_robust_list,
                             SYS_poll,   SYS_ppoll,       SYS_wait4,
                             SYS_kill,   SYS_dup2,        SYS_dup3,
                             SYS_prctl,  SYS_close_range, SYS_getppid,
                             SYS_seccomp};
  if (jail_limits_memory()) calls.push_back(SYS_pipe2);  // the sanitizer keeps it: see jail.h
  for (const long call : calls) {
    EXPECT_THAT(outcome("call " + std::to_string(call)), HasSubstr("tried something")) << call;
  }
  EXPECT_EQ(outcome("call " + std::to_string(SYS_prlimit64)), "refused");
  if (jail_limits_memory()) {
    EXPECT_EQ(outcome("call " + std::to_string(SYS_read)), "refused");
  }
  expect_alive();
}

// The server only passes bytes on, but should it ever do more, it cannot do much.
TEST(Jail, ClosesOffTheServerToo) {
  const auto status_of = [](auto&& deed) {
    const pid_t child = fork();
    if (child == 0) _exit(Jail::build(3).ok() ? static_cast<int>(deed()) : 100);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  };
  EXPECT_EQ(status_of([] { return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0; }), EACCES);
  EXPECT_EQ(status_of([] { return socket(AF_INET, SOCK_STREAM, 0); }), -SIGSYS);
  EXPECT_EQ(status_of([] { return syscall(SYS_execve, "/bin/true", nullptr, nullptr); }), -SIGSYS);
  EXPECT_EQ(status_of([] {
              int status = 0;
              const pid_t grandchild = fork();
              if (grandchild == 0) _exit(7);
              return waitpid(grandchild, &status, 0) == grandchild ? WEXITSTATUS(status) : 0;
            }),
            7);
}

TEST_F(HostileWorker, WritesNowhereButItsAnswer) {
  if (!jail_limits_memory()) GTEST_SKIP() << "the sanitizer keeps its pipes: see jail.h";
  EXPECT_EQ(outcome("write elsewhere"), "refused");
}

TEST_F(HostileWorker, SeesNoEnvironment) {
  ASSERT_EQ(setenv("DEPONE_TEST_SECRET", "passphrase", 1), 0);
  auto worker = Worker::start(program("hostile_worker"), short_limits()).take();
  EXPECT_EQ(worker->extract(bytes_of("environment"), "a").value().text, "empty");
}

TEST_F(HostileWorker, CannotTakeMoreMemoryThanAllowed) {
  if (!jail_limits_memory()) GTEST_SKIP() << "sanitizers need all addresses: see jail.h";
  EXPECT_THAT(outcome("take 4 GiB"), HasSubstr("needed more than 1024 MiB of memory"));
  expect_alive();
}

TEST_F(HostileWorker, IsStoppedWhenItNeverEnds) {
  WorkerLimits limits = short_limits();
  limits.time = std::chrono::seconds(2);
  worker_ = Worker::start(program("hostile_worker"), limits).take();
  EXPECT_THAT(outcome("loop"), HasSubstr("took longer than 2 seconds"));
  EXPECT_THAT(outcome("sleep"), HasSubstr("took longer than 2 seconds"));
  expect_alive();
}

TEST_F(HostileWorker, IsStoppedWhenItSaysTooMuch) {
  EXPECT_THAT(outcome("talk"), HasSubstr("gave more than 8 MiB"));
  EXPECT_THAT(outcome("babble"), HasSubstr("gave more than 8 MiB"));
  expect_alive();
}

TEST_F(HostileWorker, CrashesAlone) {
  EXPECT_THAT(outcome("crash"), HasSubstr("order.txt: reading it crashed the reader"));
  EXPECT_THAT(outcome("leave"), HasSubstr("answer is not acceptable"));
  expect_alive();
}

TEST_F(HostileWorker, IsNotBelieved) {
  for (const char* const what : {"lie span", "lie overlap", "lie utf8", "lie nul", "lie form",
                                 "lie page", "lie box", "lie title"}) {
    const Result<Document> document = order(what);
    ASSERT_FALSE(document.ok()) << what;
    EXPECT_EQ(document.error().fault, Fault::Corrupt) << what;
    EXPECT_THAT(document.error().what, HasSubstr("order.txt: the reader's answer")) << what;
  }
  expect_alive();
}

TEST_F(HostileWorker, PassesErrorsOn) {
  const Result<Document> document = order("fail");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().fault, Fault::Corrupt);
  EXPECT_EQ(document.error().what, "order.txt: failed as told");
  EXPECT_EQ(document.error().hint, "try another");
}

TEST(Worker, IsNotFoundWhereThereIsNone) {
  EXPECT_THAT(Worker::start("/nowhere/depone-extract", {}), HasFault(Fault::NotFound));
}

TEST(Worker, SaysSoWhenItsProgramEndsAtOnce) {
  auto worker = Worker::start("/bin/true", short_limits()).take();
  EXPECT_THAT(worker->extract(bytes_of("a"), "a.txt"), HasFault(Fault::Io));
}

TEST(Worker, LeavesNoProcessBehind) {
  { auto worker = Worker::start(program("hostile_worker"), short_limits()).take(); }
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(Worker, ReadsDocumentsOfEveryFormat) {
  auto worker = Worker::start(program("depone-extract"), {}).take();
  const Document plain =
      worker->extract(bytes_of("Он работал там. Было холодно."), "a.txt").value();
  EXPECT_EQ(plain.name, "a.txt");
  EXPECT_EQ(plain.format, "text");
  EXPECT_EQ(plain.passages.size(), 2u);
  EXPECT_EQ(plain.language, Language::Russian);
  EXPECT_EQ(worker->extract(bytes_of("# Head\n\nText."), "a.md").value().title, "Head");
  EXPECT_EQ(worker->extract(bytes_of("<html><h1>Head</h1><p>Text.</p>"), "a.html").value().format,
            "html");
  EXPECT_THAT(worker->extract({}, "empty.txt"), HasFault(Fault::InvalidInput));
}

std::string file_of_repository(const std::string& name) {
  const std::string path = std::string(DEPONE_SOURCE_DIR) + "/" + name;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Worker, ReadsThePdfOfTheDemonstrationInsideTheJail) {
  auto worker = Worker::start(program("depone-extract"), {}).take();
  const std::string bytes = file_of_repository("data/demo/testimony-a.pdf");
  const Result<Document> document = worker->extract(bytes_of(bytes), "testimony-a.pdf");
  ASSERT_TRUE(document.ok()) << to_string(document.error());
  EXPECT_EQ(document.value().format, "pdf");
  for (const Passage& passage : document.value().passages) {
    ASSERT_TRUE(passage.box.has_value());
    EXPECT_GE(passage.box->page, 1);
  }
}

// The paragraphs of tests/extract/pdf/make.py: in points, from the top left corner of the page, the
// box they were put into; and their sentences.
struct Paragraph {
  int page;
  double left, top, width;
  int lines;
  double line_height;
  std::vector<std::string> sentences;
};

void expect_in_place(const std::string& name, Language language, const std::string& title,
                     const std::vector<Paragraph>& paragraphs) {
  auto worker = Worker::start(program("depone-extract"), {}).take();
  const std::string bytes = file_of_repository("tests/extract/pdf/" + name);
  const Result<Document> read = worker->extract(bytes_of(bytes), name);
  ASSERT_TRUE(read.ok()) << to_string(read.error());
  const Document& document = read.value();
  EXPECT_EQ(document.language, language);
  EXPECT_EQ(document.title, title);
  EXPECT_EQ(to_string(document.date), "2025-08-12");
  EXPECT_THAT(document.warnings, testing::IsEmpty());
  auto passage = document.passages.begin();
  for (const Paragraph& paragraph : paragraphs) {
    const double bottom = paragraph.top + paragraph.lines * paragraph.line_height;
    for (const std::string& sentence : paragraph.sentences) {
      ASSERT_NE(passage, document.passages.end()) << sentence;
      EXPECT_EQ(slice(document.text, passage->span), sentence);
      ASSERT_TRUE(passage->box.has_value()) << sentence;
      const PageBox& box = *passage->box;
      EXPECT_EQ(box.page, paragraph.page) << sentence;
      EXPECT_GE(box.left, paragraph.left - 1) << sentence;
      EXPECT_LE(box.right, paragraph.left + paragraph.width + 1) << sentence;
      EXPECT_GE(box.top, paragraph.top - 1) << sentence;
      EXPECT_LE(box.bottom, bottom + 1) << sentence;
      if (&sentence == &paragraph.sentences.front()) {
        EXPECT_NEAR(box.left, paragraph.left, 1) << sentence;
        EXPECT_LT(box.top, paragraph.top + paragraph.line_height / 2) << sentence;
      }
      if (&sentence == &paragraph.sentences.back()) {
        EXPECT_GT(box.bottom, bottom - paragraph.line_height / 2) << sentence;
      }
      ++passage;
    }
  }
  EXPECT_EQ(passage, document.passages.end());
}

TEST(Worker, PlacesTheSentencesOfAKoreanPdf) {
  // The line ends break 관리자는, which stands elsewhere on the page, and part other words.
  expect_in_place(
      "korean.pdf", Language::Korean, "현장 조사 기록",
      {{1, 72, 60, 440, 1, 30, {"현장 조사 기록"}},
       {1,
        72,
        120,
        250,
        3,
        18,
        {"그는 하루에 18시간 일했다고 말했다.", "노동자들은 여권을 빼앗겼고 밖으로 나갈 수 없었다.",
         "임금의 절반은 회사가 가져갔다고 한다."}},
       {1, 72, 300, 440, 1, 18, {"한 방에서 스무 명이 잤다."}},
       {2,
        72,
        80,
        200,
        3,
        18,
        {"쉬는 날은 일 년에 이틀뿐이었다.",
         "관리자는 병든 노동자들도 현장으로 보냈다고 증언했다."}},
       {2, 330, 80, 200, 1, 18, {"다른 현장의 관리자는 말이 없었다."}}});
}

TEST(Worker, PlacesTheSentencesOfARussianPdf) {
  // Hyphens at line ends are taken out, that of "г-н" is kept.
  expect_in_place(
      "russian.pdf", Language::Russian, "Запись беседы",
      {{1, 72, 60, 440, 1, 30, {"Запись беседы"}},
       {1,
        72,
        120,
        210,
        6,
        18,
        {"Рабочие жили в контейнерах за забором.",
         "Предприниматели забирали паспорта и удерживали заработную плату.",
         "Он сказал: «Мы работали по 16 часов в сутки»."}},
       {1, 72, 330, 440, 1, 18, {"В комнате спали двадцать человек."}},
       {2,
        72,
        80,
        200,
        3,
        18,
        {"Выходных было два в году.", "Бригадир г-н Ли Ч. запрещал выходить с территории."}},
       {2, 330, 80, 200, 2, 18, {"То же самое рассказали на другой стройке."}}});
}

TEST(Worker, SurvivesAMillionNestedElements) {
  auto worker = Worker::start(program("depone-extract"), {}).take();
  std::string html = "<html><body>";
  for (int i = 0; i < 1'000'000; ++i) html += "<div>";
  html += "deep";
  const Result<Document> document = worker->extract(bytes_of(html), "bomb.html");
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().fault, Fault::InvalidInput);
  EXPECT_THAT(document.error().what, HasSubstr("bomb.html: nests elements more than 2000 deep"));
  EXPECT_TRUE(worker->extract(bytes_of("Next one."), "next.txt").ok());
}

TEST(Worker, WorksSideBySideInThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([t] {
      auto worker = Worker::start(program("depone-extract"), {}).take();
      for (int i = 0; i < 20; ++i) {
        const std::string text = "Thread " + std::to_string(t) + " text " + std::to_string(i);
        const Result<Document> document = worker->extract(bytes_of(text), "t.txt");
        ASSERT_TRUE(document.ok());
        EXPECT_EQ(document.value().text, text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace depone::extract
