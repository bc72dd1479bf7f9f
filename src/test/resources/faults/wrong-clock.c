/*
 * A clock that is WRONG_CLOCK_SECONDS off, for a process that loads this library first (LD_PRELOAD).
 * Only the time of day: what a process waits by, the monotonic clock, is right. No header is included,
 * so that a compiler alone can build it.
 */
#if defined(__x86_64__)
#define CLOCK_GETTIME 228
#elif defined(__aarch64__)
#define CLOCK_GETTIME 113
#endif
#define TIME_OF_DAY 0
#define MICROS 1000

struct nanos {
  long seconds;
  long nanos;
};

extern long syscall(long number, ...);
extern char *getenv(const char *name);
extern long atol(const char *digits);

static long off;

__attribute__((constructor)) static void read_off(void) {
  const char *seconds = getenv("WRONG_CLOCK_SECONDS");
  off = seconds ? atol(seconds) : 0;
}

int clock_gettime(int clock, struct nanos *time) {
  int failed = (int)syscall(CLOCK_GETTIME, (long)clock, time);
  if (!failed && clock == TIME_OF_DAY) {
    time->seconds += off;
  }
  return failed;
}

/* Of the same shape, in microseconds. */
int gettimeofday(struct nanos *time, void *zone) {
  (void)zone;
  int failed = clock_gettime(TIME_OF_DAY, time);
  time->nanos /= MICROS;
  return failed;
}

long time(long *also) {
  struct nanos now;
  clock_gettime(TIME_OF_DAY, &now);
  if (also) {
    *also = now.seconds;
  }
  return now.seconds;
}
