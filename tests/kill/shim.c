/*
 * Writes down what a program does to the files of one folder, in order: a trace from which a test tells what a power
 * cut would leave. Loaded before the C library. DISK_FOLDER names the folder, DISK_TRACE the file of the trace.
 *
 * A change is noted before it is made, a sync after it is done. So whenever the program is killed, what is noted as
 * synced is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int trace = -1;
static char folder[PATH_MAX];

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("DISK_FOLDER"), *to = getenv("DISK_TRACE");
  if (where && to && realpath(where, folder))
    trace = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name below the folder, "" for the folder itself; none elsewhere. */
static const char *below(const char *path) {
  size_t length = strlen(folder);
  if (trace < 0 || strncmp(path, folder, length) != 0) return NULL;
  if (path[length] == '\0') return "";
  return path[length] == '/' ? path + length + 1 : NULL;
}

/* Whether this is a file of the folder, or the folder, and what it is. */
static int ours(int fd, struct stat *is) {
  char link[64], path[PATH_MAX];
  if (trace < 0 || fd < 0 || fd == trace || fstat(fd, is) != 0) return 0;
  if (!S_ISREG(is->st_mode) && !S_ISDIR(is->st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return below(path) != NULL;
}

static void note(char what, uint64_t number, uint64_t place, const void *bytes, uint32_t length) {
  int was = errno;
  struct __attribute__((packed)) { char what; uint64_t number, place; uint32_t length; } head = {what, number, place, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, length}};
  if (syscall(SYS_writev, trace, parts, 2) != (long)(sizeof head + length)) abort();
  errno = was;
}

static int opened(int at, const char *path, int flags, mode_t mode) {
  const char *name = path[0] == '/' ? below(path) : NULL;
  pthread_mutex_lock(&turn);
  int is_new = name && (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
  int fd = syscall(SYS_openat, at, path, flags, mode);
  struct stat is;
  if (fd >= 0 && name && fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
    if (is_new) note('C', is.st_ino, 0, name, strlen(name));
    else if (flags & O_TRUNC) note('L', is.st_ino, 0, "", 0);
  }
  pthread_mutex_unlock(&turn);
  return fd;
}

#define MODE(flags, last) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, last); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags, flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags, flags) return opened(at, path, flags, mode); }

static ssize_t written(int fd, const void *bytes, size_t length, int64_t place) {
  struct stat is;
  int whole = place < 0;
  if (!ours(fd, &is))
    return whole ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, place);
  pthread_mutex_lock(&turn);
  if (whole) {
    fstat(fd, &is);
    place = fcntl(fd, F_GETFL) & O_APPEND ? is.st_size : lseek(fd, 0, SEEK_CUR);
  }
  note('W', is.st_ino, place, bytes, length);
  ssize_t done = whole ? syscall(SYS_write, fd, bytes, length) : syscall(SYS_pwrite64, fd, bytes, length, place);
  pthread_mutex_unlock(&turn);
  return done;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) { return written(fd, bytes, length, place); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) { return written(fd, bytes, length, place); }

static int shortened(int fd, int64_t length) {
  struct stat is;
  if (!ours(fd, &is)) return syscall(SYS_ftruncate, fd, length);
  pthread_mutex_lock(&turn);
  note('L', is.st_ino, length, "", 0);
  int done = syscall(SYS_ftruncate, fd, length);
  pthread_mutex_unlock(&turn);
  return done;
}

int ftruncate(int fd, off_t length) { return shortened(fd, length); }
int ftruncate64(int fd, off64_t length) { return shortened(fd, length); }

static int synced(int fd, long how) {
  struct stat is;
  if (!ours(fd, &is)) return syscall(how, fd);
  pthread_mutex_lock(&turn);
  int done = syscall(how, fd);
  if (done == 0) note(S_ISDIR(is.st_mode) ? 'D' : 'S', is.st_ino, 0, "", 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int unlink(const char *path) {
  const char *name = below(path);
  pthread_mutex_lock(&turn);
  if (name) note('U', 0, 0, name, strlen(name));
  int done = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_unlock(&turn);
  return done;
}

int rename(const char *from, const char *to) {
  const char *old = below(from), *new = below(to);
  pthread_mutex_lock(&turn);
  if (old && new) {
    char both[2 * PATH_MAX];
    int length = snprintf(both, sizeof both, "%s/%s", old, new);
    note('R', 0, 0, both, length);
  }
  int done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  pthread_mutex_unlock(&turn);
  return done;
}
