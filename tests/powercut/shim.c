/*
 * A recorder under a server: loaded with LD_PRELOAD, it notes every change to
 * the files of one folder, every sync of them, and the beginning of every HTTP
 * answer, in one order for all threads. tests/it/powercut/ reads the recording
 * and makes of it the folder that a power cut would have left.
 *
 *   CARDFILE_RECORD_FOLDER  the folder, as a real path
 *   CARDFILE_RECORD_LOG     the recording, appended to
 *
 * The order is on the safe side. A write is noted after it returned, so a sync
 * is never credited with a write that came after it. A sync is noted twice,
 * before it begins and after it succeeded: it covers the writes noted before its
 * beginning and counts from its end. An answer is noted before it is sent, so
 * whatever it promises has to be synced earlier in the recording.
 *
 * "-shm" files are left out: they are shared memory, and made anew after a cut.
 * Calls are made with syscall(), which works before any library is set up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind {
    OPENED = 1,  /* payload: path in the folder, empty for the folder itself */
    CLOSED = 2,
    WRITTEN = 3, /* offset; payload: the bytes */
    RESIZED = 4, /* offset: the new length */
    SYNC_BEGUN = 5,
    SYNCED = 6,
    UNLINKED = 7, /* payload: path */
    RENAMED = 8,  /* payload: old path, NUL, new path */
    ANSWERED = 9, /* payload: the first ANSWER_BYTES of an HTTP answer */
    UNKNOWN = 10, /* payload: name of a call that this recorder cannot replay */
};

struct record {
    uint32_t kind;
    int32_t fd;
    uint64_t offset;
    uint64_t length; /* of the payload that follows */
    uint64_t nanoseconds; /* CLOCK_MONOTONIC */
    uint64_t thread;
};

enum { MOST_FDS = 65536, ANSWER_BYTES = 512 };

static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static volatile char recorded[MOST_FDS];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CARDFILE_RECORD_FOLDER");
    const char *log = getenv("CARDFILE_RECORD_LOG");
    if (!path || !log || strlen(path) >= sizeof folder) return;
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_fd < 0) abort();
    strcpy(folder, path);
    folder_length = strlen(path);
}

/* Appends one record whole, or ends the process: a recording with a gap is worth nothing. */
static void note(enum kind kind, int fd, uint64_t offset, const struct iovec *parts, int count, size_t length) {
    int before = errno;
    struct timespec now;
    struct record record = {kind, fd, offset, length, 0, (uint64_t)syscall(SYS_gettid)};
    pthread_mutex_lock(&order);
    clock_gettime(CLOCK_MONOTONIC, &now);
    record.nanoseconds = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    struct iovec all[18] = {{&record, sizeof record}};
    int used = 1;
    for (size_t left = length; left > 0; count--, parts++) {
        if (count == 0 || used == 18) abort();
        size_t take = parts->iov_len < left ? parts->iov_len : left;
        all[used++] = (struct iovec){parts->iov_base, take};
        left -= take;
    }
    if (syscall(SYS_writev, log_fd, all, used) != (long)(sizeof record + length)) abort();
    pthread_mutex_unlock(&order);
    errno = before;
}

static void note_bytes(enum kind kind, int fd, uint64_t offset, const void *bytes, size_t length) {
    struct iovec part = {(void *)bytes, length};
    note(kind, fd, offset, &part, 1, length);
}

static int is_recorded(int fd) { return fd >= 0 && fd < MOST_FDS && recorded[fd]; }

/* The part of a real path below the folder, or NULL when it is elsewhere or shared memory. */
static const char *in_folder(const char *path) {
    size_t length = strlen(path);
    if (!folder_length || strncmp(path, folder, folder_length) != 0) return NULL;
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
    if (path[folder_length] == 0) return path + folder_length;
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

/* The same for a path as given, whose last part may not exist (any more). */
static const char *given_in_folder(const char *path, char *real) {
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    if (!folder_length || length >= sizeof parent) return NULL;
    memcpy(parent, path, length);
    parent[length] = 0;
    if (!realpath(slash ? (length ? parent : "/") : ".", real)) return NULL;
    const char *name = slash ? slash + 1 : path;
    if (strlen(real) + strlen(name) + 2 > PATH_MAX) return NULL;
    strcat(real, "/");
    strcat(real, name);
    return in_folder(real);
}

static int opened(int fd, int flags) {
    char link[64] = "/proc/self/fd/", digits[16], path[PATH_MAX];
    int before = errno, n = 0;
    if (fd < 0 || !folder_length) return fd;
    for (int left = fd; n == 0 || left > 0; left /= 10) digits[n++] = '0' + left % 10;
    for (int i = 0; i < n; i++) link[14 + i] = digits[n - 1 - i];
    link[14 + n] = 0;
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return fd;
    path[length] = 0;
    const char *name = in_folder(path);
    if (!name) return fd;
    if (fd >= MOST_FDS) abort();
    note_bytes(OPENED, fd, 0, name, strlen(name));
    if (flags & O_TRUNC) note(RESIZED, fd, 0, NULL, 0, 0);
    recorded[fd] = 1;
    return fd;
}

#define MODE_OF(flags, mode) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), flags);
}
int open64(const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return opened(syscall(SYS_openat, AT_FDCWD, path, flags, mode), flags);
}
int openat(int at, const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return opened(syscall(SYS_openat, at, path, flags, mode), flags);
}
int openat64(int at, const char *path, int flags, ...) {
    MODE_OF(flags, mode)
    return opened(syscall(SYS_openat, at, path, flags, mode), flags);
}
int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* Noted before the call: afterwards another thread may already have the number. */
int close(int fd) {
    if (is_recorded(fd)) {
        recorded[fd] = 0;
        note(CLOSED, fd, 0, NULL, 0, 0);
    }
    return syscall(SYS_close, fd);
}

static ssize_t written(int fd, off_t offset, const struct iovec *parts, int count, ssize_t done) {
    if (done > 0) note(WRITTEN, fd, offset, parts, count, done);
    return done;
}
static ssize_t written_here(int fd, const struct iovec *parts, int count, ssize_t done) {
    return written(fd, done > 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) - done : 0, parts, count, done);
}

static void note_answer(int fd, const struct iovec *parts, int count) {
    size_t length = 0;
    if (!folder_length || count < 1 || parts[0].iov_len < 7 || memcmp(parts[0].iov_base, "HTTP/1.", 7) != 0) return;
    if (count > 16) count = 16;
    for (int i = 0; i < count; i++) length += parts[i].iov_len;
    note(ANSWERED, fd, 0, parts, count, length < ANSWER_BYTES ? length : ANSWER_BYTES);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    struct iovec part = {(void *)bytes, length};
    if (is_recorded(fd)) return written_here(fd, &part, 1, syscall(SYS_write, fd, bytes, length));
    note_answer(fd, &part, 1);
    return syscall(SYS_write, fd, bytes, length);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (is_recorded(fd)) return written_here(fd, parts, count, syscall(SYS_writev, fd, parts, count));
    note_answer(fd, parts, count);
    return syscall(SYS_writev, fd, parts, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    struct iovec part = {(void *)bytes, length};
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
    return is_recorded(fd) ? written(fd, offset, &part, 1, done) : done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return pwrite(fd, bytes, length, offset); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    ssize_t done = syscall(SYS_pwritev, fd, parts, count, offset, 0L);
    return is_recorded(fd) ? written(fd, offset, parts, count, done) : done;
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) { return pwritev(fd, parts, count, offset); }

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    struct iovec part = {(void *)bytes, length};
    note_answer(fd, &part, 1);
    return syscall(SYS_sendto, fd, bytes, length, flags, NULL, 0);
}
ssize_t sendto(int fd, const void *bytes, size_t length, int flags, const struct sockaddr *to, socklen_t size) {
    struct iovec part = {(void *)bytes, length};
    note_answer(fd, &part, 1);
    return syscall(SYS_sendto, fd, bytes, length, flags, to, size);
}
ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    note_answer(fd, message->msg_iov, message->msg_iovlen);
    return syscall(SYS_sendmsg, fd, message, flags);
}

int ftruncate(int fd, off_t length) {
    int failed = syscall(SYS_ftruncate, fd, length);
    if (!failed && is_recorded(fd)) note(RESIZED, fd, length, NULL, 0, 0);
    return failed;
}
int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int synced(int fd, long call) {
    if (!is_recorded(fd)) return syscall(call, fd);
    note(SYNC_BEGUN, fd, 0, NULL, 0, 0);
    int failed = syscall(call, fd);
    if (!failed) note(SYNCED, fd, 0, NULL, 0, 0);
    return failed;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int unlinkat(int at, const char *path, int flags) {
    char real[PATH_MAX];
    const char *name = at == AT_FDCWD || path[0] == '/' ? given_in_folder(path, real) : NULL;
    int failed = syscall(SYS_unlinkat, at, path, flags);
    if (!failed && name) note_bytes(UNLINKED, -1, 0, name, strlen(name));
    return failed;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }

int rename(const char *from, const char *to) {
    char real_from[PATH_MAX], real_to[PATH_MAX];
    const char *old = given_in_folder(from, real_from), *new = given_in_folder(to, real_to);
    int failed = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (failed || (!old && !new)) return failed;
    if (!old || !new) {
        note_bytes(UNKNOWN, -1, 0, "rename across the folder", 24);
        return failed;
    }
    struct iovec both[2] = {{(void *)old, strlen(old) + 1}, {(void *)new, strlen(new)}};
    note(RENAMED, -1, 0, both, 2, both[0].iov_len + both[1].iov_len);
    return failed;
}

/* A file written through memory would pass this recorder by: it says so instead. */
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    if (is_recorded(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE)) note_bytes(UNKNOWN, fd, 0, "mmap", 4);
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
    return mmap(address, length, protection, flags, fd, offset);
}
