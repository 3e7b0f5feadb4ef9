type Worker struct {
    ctx    context.Context
    cancel context.CancelFunc
    wg     sync.WaitGroup
}

func NewWorker(ctx context.Context) *Worker {
    ctx, cancel := context.WithCancel(ctx)
    return &Worker{ctx: ctx, cancel: cancel}
}

func (w *Worker) Start() {
    w.wg.Add(1)
    go func() {
        defer w.wg.Done()

        ticker := time.NewTicker(time.Second)
        defer ticker.Stop()

        for {
            select {
            case <-w.ctx.Done():
                slog.Info("worker shutting down")
                return
            case <-ticker.C:
                w.doWork()
            }
        }
    }()
}

func (w *Worker) Stop() {
    w.cancel()
    w.wg.Wait()
}
