// Always pass context to goroutines
g.Go(func() error {
    // Use the ctx from errgroup.WithContext
    return fetchData(ctx, id)
})

// Respect cancellation in loops
for {
    select {
    case <-ctx.Done():
        return ctx.Err()
    case item := <-ch:
        process(item)
    }
}
