#ifndef BLOT_CPROCESSORS_H
#define BLOT_CPROCESSORS_H

/// How many processors this process may use; at least 1. Calls sched_getaffinity(2), which Swift does not see.
int blot_processors(void);

#endif
