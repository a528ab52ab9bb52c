#define _GNU_SOURCE
#include "CInterrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t pending = 0;
static int wake[2] = {-1, -1};

// Async-signal-safe: sets a flag and writes one byte to a non-blocking pipe.
static void on_signal(int number) {
    int saved = errno;
    if (pending == 0) pending = number;
    ssize_t ignored = write(wake[1], "!", 1);
    (void)ignored;
    errno = saved;
}

int blot_interrupt_install(void) {
    if (wake[0] >= 0) return 0;
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    // No SA_RESTART: a write that is stuck on a full pipe must return. SA_RESETHAND: the second signal kills.
    action.sa_flags = SA_RESETHAND;
    action.sa_handler = on_signal;
    const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) {
        struct sigaction before;
        if (sigaction(caught[i], NULL, &before) != 0) return -1;
        // A signal that was ignored at start (nohup, a background job) stays ignored.
        if (before.sa_handler == SIG_IGN) continue;
        if (sigaction(caught[i], &action, NULL) != 0) return -1;
    }
    action.sa_flags = 0;
    action.sa_handler = SIG_IGN;
    return sigaction(SIGPIPE, &action, NULL);
}

int blot_interrupt_descriptor(void) { return wake[0]; }

int blot_interrupt_pending(void) { return pending; }

void blot_interrupt_die(int number) {
    signal(number, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number);
}
