#ifndef BLOT_CINTERRUPT_H
#define BLOT_CINTERRUPT_H

/// Installs handlers for SIGINT, SIGTERM and SIGHUP that remember the signal and make `blot_interrupt_descriptor`
/// readable, and ignores SIGPIPE so that a closed pipe is an error of `write`. A second signal of the same kind ends
/// the process at once. Returns 0, or -1 with `errno`.
int blot_interrupt_install(void);

/// The descriptor that becomes readable when a signal has come.
int blot_interrupt_descriptor(void);

/// The first signal that came, or 0.
int blot_interrupt_pending(void);

/// Ends the process by `signal`, as if nothing had handled it, so that the parent sees what really happened.
void blot_interrupt_die(int signal);

#endif
