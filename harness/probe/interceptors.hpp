// Distributed under the Boost Software License, Version 1.0.
#pragma once

// ThreadSanitizer's own versions of the functions that the probe replaces, and
// its annotations. Calling these keeps the race check whole.

#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/uio.h>

#include <cstddef>
#include <ctime>

extern "C" {
int __interceptor_pthread_create(pthread_t*, const pthread_attr_t*,
                                 void* (*)(void*), void*);
int __interceptor_pthread_join(pthread_t, void**);
int __interceptor_pthread_detach(pthread_t);
int __interceptor_pthread_mutex_lock(pthread_mutex_t*);
int __interceptor_pthread_mutex_trylock(pthread_mutex_t*);
int __interceptor_pthread_mutex_timedlock(pthread_mutex_t*, const timespec*);
int __interceptor_pthread_mutex_unlock(pthread_mutex_t*);
int __interceptor_pthread_mutex_destroy(pthread_mutex_t*);
int __interceptor_pthread_rwlock_rdlock(pthread_rwlock_t*);
int __interceptor_pthread_rwlock_tryrdlock(pthread_rwlock_t*);
int __interceptor_pthread_rwlock_timedrdlock(pthread_rwlock_t*,
                                             const timespec*);
int __interceptor_pthread_rwlock_wrlock(pthread_rwlock_t*);
int __interceptor_pthread_rwlock_trywrlock(pthread_rwlock_t*);
int __interceptor_pthread_rwlock_timedwrlock(pthread_rwlock_t*,
                                             const timespec*);
int __interceptor_pthread_rwlock_unlock(pthread_rwlock_t*);
int __interceptor_pthread_rwlock_destroy(pthread_rwlock_t*);
int __interceptor_pthread_spin_lock(pthread_spinlock_t*);
int __interceptor_pthread_spin_trylock(pthread_spinlock_t*);
int __interceptor_pthread_spin_unlock(pthread_spinlock_t*);
int __interceptor_pthread_cond_wait(pthread_cond_t*, pthread_mutex_t*);
int __interceptor_pthread_cond_timedwait(pthread_cond_t*, pthread_mutex_t*,
                                         const timespec*);
int __interceptor_pthread_cond_clockwait(pthread_cond_t*, pthread_mutex_t*,
                                         clockid_t, const timespec*);
int __interceptor_pthread_cond_signal(pthread_cond_t*);
int __interceptor_pthread_cond_broadcast(pthread_cond_t*);
int __interceptor_kill(int, int);
int __interceptor_raise(int);
int __interceptor_pthread_kill(pthread_t, int);
int __interceptor_sigaction(int, const struct sigaction*, struct sigaction*);
void (*__interceptor_signal(int, void (*)(int)))(int);
int __interceptor_sigpending(sigset_t*);
int __interceptor_sigwait(const sigset_t*, int*);
int __interceptor_sigwaitinfo(const sigset_t*, siginfo_t*);
int __interceptor_sigtimedwait(const sigset_t*, siginfo_t*, const timespec*);
int __interceptor_sigsuspend(const sigset_t*);
int __interceptor_signalfd(int, const sigset_t*, int);
int __interceptor_pause();
int __interceptor_pthread_once(pthread_once_t*, void (*)());
int __interceptor_pthread_barrier_init(pthread_barrier_t*,
                                       const pthread_barrierattr_t*, unsigned);
int __interceptor_pthread_barrier_wait(pthread_barrier_t*);
int __interceptor_pthread_barrier_destroy(pthread_barrier_t*);
int __interceptor_sem_wait(sem_t*);
int __interceptor_sem_trywait(sem_t*);
int __interceptor_sem_timedwait(sem_t*, const timespec*);
int __interceptor_sem_post(sem_t*);
int __interceptor_pipe2(int*, int);
int __interceptor_eventfd(unsigned, int);
int __interceptor_dup(int);
int __interceptor_dup2(int, int);
int __interceptor_dup3(int, int, int);
int __interceptor_close(int);
ssize_t __interceptor_read(int, void*, std::size_t);
ssize_t __interceptor_readv(int, const iovec*, int);
ssize_t __interceptor_write(int, const void*, std::size_t);
ssize_t __interceptor_writev(int, const iovec*, int);
int __interceptor_poll(pollfd*, nfds_t, int);
int __interceptor_ppoll(pollfd*, nfds_t, const timespec*, const sigset_t*);
int __interceptor_epoll_create1(int);
int __interceptor_epoll_ctl(int, int, int, epoll_event*);
int __interceptor_epoll_wait(int, epoll_event*, int, int);
int __interceptor_epoll_pwait(int, epoll_event*, int, int, const sigset_t*);
int __interceptor_timerfd_settime(int, int, const itimerspec*, itimerspec*);
int __interceptor_timerfd_gettime(int, itimerspec*);
int __interceptor_munmap(void*, std::size_t);
int __interceptor_dl_iterate_phdr(int (*)(dl_phdr_info*, std::size_t, void*),
                                  void*);

void AnnotateHappensBefore(const char* file, int line, const volatile void*);
void AnnotateHappensAfter(const char* file, int line, const volatile void*);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
void AnnotateIgnoreSyncBegin(const char* file, int line);
void AnnotateIgnoreSyncEnd(const char* file, int line);

void __tsan_read8_pc(void* address, void* pc);

int __tsan_get_report_data(void* report, const char** description, int* count,
                           int* stacks, int* accesses, int* locations,
                           int* mutexes, int* threads, int* unique_threads,
                           void** sleep_trace, unsigned long trace_size);
int __tsan_get_report_mop(void* report, unsigned long index, int* tid,
                          void** address, int* size, int* write, int* atomic,
                          void** trace, unsigned long trace_size);
int __tsan_get_report_loc(void* report, unsigned long index, const char** type,
                          void** address, unsigned long* start,
                          unsigned long* size, int* tid, int* fd,
                          int* suppressable, void** trace,
                          unsigned long trace_size);
int __tsan_get_report_thread(void* report, unsigned long index, int* tid,
                             unsigned long long* os_id, int* running,
                             const char** name, int* parent_tid, void** trace,
                             unsigned long trace_size);
int __tsan_get_report_stack(void* report, unsigned long index, void** trace,
                            unsigned long trace_size);
}
