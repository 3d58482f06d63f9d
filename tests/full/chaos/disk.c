/* A bad disk, preloaded into a program. What concerns regular files and folders is counted, and from the call FAULT_FROM on (or at that call
 * only, with FAULT_ONCE) fails with the error FAULT_ERRNO; with FAULT_READS reads do, too. SHORT_EVERY cuts every nth write in two, as a file
 * system may. FAULT_COUNT names a file that is told how many calls there were. Sockets, pipes and timers are left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic long calls, writes;

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

/* Whether this call fails. */
static int fails(void) {
  long call = ++calls, from = number("FAULT_FROM");
  if (from == 0 || (getenv("FAULT_ONCE") ? call != from : call < from)) return 0;
  errno = (int)number("FAULT_ERRNO");
  return 1;
}

static int is_file(int file) {
  struct stat what;
  return fstat(file, &what) == 0 && S_ISREG(what.st_mode);
}

static int read_fails(int file) { return getenv("FAULT_READS") && is_file(file) && fails(); }

static size_t cut(size_t count) {
  long every = number("SHORT_EVERY");
  return every > 0 && count > 1 && ++writes % every == 0 ? count / 2 : count;
}

#define NEXT(name)                     \
  static __typeof__(name) *next;       \
  if (!next) next = dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
  NEXT(write);
  if (!is_file(file)) return next(file, bytes, count);
  return fails() ? -1 : next(file, bytes, cut(count));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  NEXT(pwrite64);
  return fails() ? -1 : next(file, bytes, cut(count), at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }

ssize_t read(int file, void *bytes, size_t count) {
  NEXT(read);
  return read_fails(file) ? -1 : next(file, bytes, count);
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t at) {
  NEXT(pread64);
  return read_fails(file) ? -1 : next(file, bytes, count, at);
}

int fsync(int file) {
  NEXT(fsync);
  return fails() ? -1 : next(file);
}

int fdatasync(int file) {
  NEXT(fdatasync);
  return fails() ? -1 : next(file);
}

int ftruncate64(int file, off64_t length) {
  NEXT(ftruncate64);
  return fails() ? -1 : next(file, length);
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  return fails() ? -1 : next(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  NEXT(linkat);
  return fails() ? -1 : next(a, from, b, to, flags);
}

int symlink(const char *to, const char *from) {
  NEXT(symlink);
  return fails() ? -1 : next(to, from);
}

int mkdir(const char *path, mode_t mode) {
  NEXT(mkdir);
  return fails() ? -1 : next(path, mode);
}

int unlink(const char *path) {
  NEXT(unlink);
  /* A full disk lets files go. */
  return number("FAULT_ERRNO") != ENOSPC && fails() ? -1 : next(path);
}

int open64(const char *path, int flags, ...) {
  NEXT(open64);
  va_list more;
  va_start(more, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0;
  va_end(more);
  int is_write = (flags & (O_CREAT | O_WRONLY)) != 0;
  return (is_write || getenv("FAULT_READS")) && fails() ? -1 : next(path, flags, mode);
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("FAULT_COUNT");
  FILE *out = path ? fopen(path, "w") : NULL;
  if (out) {
    fprintf(out, "%ld\n", calls);
    fclose(out);
  }
}
