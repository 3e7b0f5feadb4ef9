func processItems(ctx context.Context, items []Item, numWorkers int) error {
    jobs := make(chan Item)
    g, ctx := errgroup.WithContext(ctx)

    // Start workers
    for i := 0; i < numWorkers; i++ {
        g.Go(func() error {
            for item := range jobs {
                if err := process(ctx, item); err != nil {
                    return err
                }
            }
            return nil
        })
    }

    // Send jobs
    g.Go(func() error {
        defer close(jobs)
        for _, item := range items {
            select {
            case <-ctx.Done():
                return ctx.Err()
            case jobs <- item:
            }
        }
        return nil
    })

    return g.Wait()
}
