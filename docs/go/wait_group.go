func processItems(ctx context.Context, items []Item) error {
    var wg sync.WaitGroup

    for _, item := range items {
        wg.Add(1)
        go func(item Item) {
            defer wg.Done()

            select {
            case <-ctx.Done():
                return
            default:
                process(ctx, item)
            }
        }(item)
    }

    wg.Wait()
    return ctx.Err()
}
