// Reference pathway in C++17: one hard-coded model, std::priority_queue, <random>.
// How fast a program can be that knows nothing but this pathway; its numbers are those of spec.py.
//   g++ -O3 -march=native -std=c++17 -pthread by_cpp.cpp -o by_cpp
//   ./by_cpp --workload A --scale 1 --replications 100 --seed 1 [--threads 2]
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <functional>
#include <queue>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr double kHorizon = 1300.0, kRate = 3.0, kPanelEvery = 20.0;
constexpr int kPanelSlots = 18;
enum Outcome { kTriage, kRefused, kNotAdopted, kCompleted, kOutcomes };
const char* kOutcomeName[] = {"triage", "refused", "not_adopted", "completed"};
enum Station { kScreen, kConverse, kPolice, kSchool, kHealth, kChecks, kChannel, kPcm,
               kFeedback, kStations, kArrival = kStations, kSupport, kPanel };
const char* kStationName[] = {"screen", "converse", "police", "school", "health",
                              "checks", "channel", "pcm", "feedback"};

struct Case {
  double arrived;
  int open_checks;
  bool channel, heard;
};

struct Event {
  double time;
  uint32_t seq;
  int kind;
  uint32_t id;
  bool operator>(const Event& o) const {
    return time != o.time ? time > o.time : seq > o.seq;
  }
};

struct Mean {
  double sum = 0;
  long n = 0;
  void add(double x) { sum += x; ++n; }
};

struct Result {
  long arrivals = 0, exits = 0, closed[kOutcomes] = {};
  Mean wait[kStations], to_panel, to_pcm, to_end;
};

class Replication {
 public:
  Replication(bool parallel, int scale, uint64_t seed)
      : parallel_(parallel), scale_(scale), rng_(seed), gap_(kRate * scale) {
    station(kScreen, 2), station(kConverse, 4), station(kPolice, 3), station(kSchool, 4);
    station(kHealth, 5), station(kChecks, 5), station(kChannel, 3), station(kPcm, 2);
    station(kFeedback, 2);
    logn(kScreen, 0.5, 0.8), logn(kPolice, 1.6, 1.0), logn(kHealth, 3.0, 1.2);
    logn(kChecks, 3.0, 1.2), logn(kStations, 60.0, 0.6);
    expo(kConverse, 1.0), expo(kSchool, 2.3), expo(kChannel, 3.0), expo(kPcm, 3.0);
    expo(kFeedback, 0.5);
  }

  Result run() {
    schedule(gap_(rng_), kArrival, 0);
    if (parallel_) schedule(kPanelEvery, kPanel, 0);
    while (!calendar_.empty()) {
      const Event e = calendar_.top();
      if (e.time >= kHorizon) break;
      calendar_.pop();
      now_ = e.time;
      switch (e.kind) {
        case kArrival: {
          ++out_.arrivals;
          cases_.push_back({now_, 0, false, false});
          schedule(now_ + gap_(rng_), kArrival, 0);
          join(kScreen, static_cast<uint32_t>(cases_.size() - 1));
          break;
        }
        case kPanel:
          schedule(now_ + kPanelEvery, kPanel, 0);
          for (int i = 0; i < kPanelSlots * scale_ && !agenda_.empty(); ++i) {
            const uint32_t id = agenda_.front();
            agenda_.pop_front();
            hearing(id);
          }
          break;
        case kSupport:
          if (unit_(rng_) < 0.25) to_panel(e.id);
          else close(e.id, kCompleted);
          break;
        default:
          leave(e.kind);
          served(e.kind, e.id);
      }
    }
    return out_;
  }

 private:
  struct Team {
    int servers = 0, busy = 0;
    std::deque<std::pair<double, uint32_t>> queue;
    bool is_logn = false;
    std::lognormal_distribution<double> logn;
    std::exponential_distribution<double> expo;
  };

  void station(int k, int servers) { team_[k].servers = servers * scale_; }
  void logn(int k, double mean, double cv) {
    const double s2 = std::log1p(cv * cv);
    team_[k].is_logn = true;
    team_[k].logn = std::lognormal_distribution<double>(std::log(mean) - s2 / 2, std::sqrt(s2));
  }
  void expo(int k, double mean) { team_[k].expo = std::exponential_distribution<double>(1 / mean); }
  double draw(int k) { return team_[k].is_logn ? team_[k].logn(rng_) : team_[k].expo(rng_); }

  void schedule(double t, int kind, uint32_t id) { calendar_.push({t, seq_++, kind, id}); }

  void join(int k, uint32_t id) {
    Team& t = team_[k];
    if (t.busy < t.servers) {
      ++t.busy;
      start(k, id, 0.0);
    } else {
      t.queue.emplace_back(now_, id);
    }
  }
  void start(int k, uint32_t id, double waited) {
    out_.wait[k].add(waited);
    schedule(now_ + draw(k), k, id);
  }
  void leave(int k) {
    Team& t = team_[k];
    if (t.queue.empty()) {
      --t.busy;
      return;
    }
    const auto [since, id] = t.queue.front();
    t.queue.pop_front();
    start(k, id, now_ - since);
  }

  void served(int k, uint32_t id) {
    Case& c = cases_[id];
    switch (k) {
      case kScreen: join(kConverse, id); break;
      case kConverse: {
        const double u = unit_(rng_);
        if (u < 0.55) close(id, kTriage);
        else if (parallel_) {
          c.open_checks = 3;
          join(kPolice, id), join(kSchool, id), join(kHealth, id);
        } else {
          join(kChecks, id);
        }
        break;
      }
      case kPolice: case kSchool: case kHealth:
        if (--c.open_checks == 0) consent(id);
        break;
      case kChecks: consent(id); break;
      case kChannel: case kPcm: hearing(id); break;
      case kFeedback:
        ++out_.exits;
        out_.to_end.add(now_ - c.arrived);
        break;
    }
  }
  void consent(uint32_t id) {
    if (unit_(rng_) >= 0.8) return close(id, kRefused);
    cases_[id].channel = unit_(rng_) < 0.6;
    to_panel(id);
  }
  void to_panel(uint32_t id) {
    if (!cases_[id].channel) join(kPcm, id);
    else if (parallel_) agenda_.push_back(id);
    else join(kChannel, id);
  }
  void hearing(uint32_t id) {
    Case& c = cases_[id];
    if (!c.heard) {
      c.heard = true;
      (c.channel ? out_.to_panel : out_.to_pcm).add(now_ - c.arrived);
    }
    if (unit_(rng_) < 0.7) schedule(now_ + draw(kStations), kSupport, id);
    else close(id, kNotAdopted);
  }
  void close(uint32_t id, Outcome o) {
    ++out_.closed[o];
    join(kFeedback, id);
  }

  bool parallel_;
  int scale_;
  std::mt19937_64 rng_;
  std::uniform_real_distribution<double> unit_;
  std::exponential_distribution<double> gap_;
  double now_ = 0;
  uint32_t seq_ = 0;
  std::priority_queue<Event, std::vector<Event>, std::greater<Event>> calendar_;
  Team team_[kStations + 1];
  std::deque<uint32_t> agenda_;
  std::vector<Case> cases_;
  Result out_;
};

void put(const char* key, const Mean& m) {
  if (m.n) std::printf(", \"%s\": %.17g", key, m.sum / m.n);
  else std::printf(", \"%s\": null", key);
}

double cpu_now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

}  // namespace

int main(int argc, char** argv) {
  std::string workload = "A";
  int scale = 1, reps = 1, threads = 1;
  uint64_t seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string k = argv[i];
    const char* v = argv[i + 1];
    if (k == "--workload") workload = v;
    else if (k == "--scale") scale = std::atoi(v);
    else if (k == "--replications") reps = std::atoi(v);
    else if (k == "--seed") seed = std::strtoull(v, nullptr, 10);
    else if (k == "--threads") threads = std::atoi(v);
    else return 2;
  }
  std::vector<Result> rows(reps);
  const auto w0 = std::chrono::steady_clock::now();
  const double c0 = cpu_now();
  std::atomic<int> next{0};
  auto work = [&] {
    for (int r; (r = next++) < reps;)
      rows[r] = Replication(workload == "A", scale, seed * 1000003 + r).run();
  };
  std::vector<std::thread> pool;
  for (int i = 1; i < threads; ++i) pool.emplace_back(work);
  work();
  for (auto& t : pool) t.join();
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - w0).count();
  const double cpu = cpu_now() - c0;
  long cases = 0;
  for (const auto& r : rows) cases += r.arrivals;
  rusage ru;
  getrusage(RUSAGE_SELF, &ru);
  std::printf("{\"engine\": \"C++\", \"cases\": %ld, \"cpu_s\": %.6f, \"wall_s\": %.6f, \"peak_mb\": %.1f, "
              "\"rows\": [",
              cases, cpu, wall, ru.ru_maxrss / 1024.0);
  for (int i = 0; i < reps; ++i) {
    const Result& r = rows[i];
    long closed = 0;
    for (long n : r.closed) closed += n;
    std::printf("%s{\"arrivals\": %ld, \"exits\": %ld, \"closed\": %ld", i ? ", " : "", r.arrivals,
                r.exits, closed);
    put("to_panel", r.to_panel), put("to_pcm", r.to_pcm), put("to_end", r.to_end);
    for (int o = 0; o < kOutcomes; ++o)
      std::printf(", \"share_%s\": %.17g", kOutcomeName[o], closed ? double(r.closed[o]) / closed : 0.0);
    for (int k = 0; k < kStations; ++k)
      if (r.wait[k].n) put((std::string("wait_") + kStationName[k]).c_str(), r.wait[k]);
    std::printf("}");
  }
  std::printf("]}\n");
}
