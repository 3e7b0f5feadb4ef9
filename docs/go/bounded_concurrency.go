func processItems(ctx context.Context, items []Item, maxConcurrency int) error {
    g, ctx := errgroup.WithContext(ctx)
    g.SetLimit(maxConcurrency)  // Limit concurrent goroutines

    for _, item := range items {
        item := item  // Capture for goroutine
        g.Go(func() error {
            return process(ctx, item)
        })
    }

    return g.Wait()
}
