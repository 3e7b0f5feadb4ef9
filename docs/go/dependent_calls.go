func getOrderDetails(ctx context.Context, orderID string) (*OrderDetails, error) {
    // Stage 1: Get order first (has the IDs we need)
    order, err := s.orderClient.Get(ctx, orderID)
    if err != nil {
        return nil, fmt.Errorf("get order: %w", err)
    }

    // Stage 2: Fetch related data in parallel
    g, ctx := errgroup.WithContext(ctx)

    var customer *Customer
    var product *Product

    g.Go(func() error {
        var err error
        customer, err = s.customerClient.Get(ctx, order.CustomerID)
        return err
    })

    g.Go(func() error {
        var err error
        product, err = s.productClient.Get(ctx, order.ProductID)
        return err
    })

    if err := g.Wait(); err != nil {
        return nil, fmt.Errorf("get order details: %w", err)
    }

    return &OrderDetails{
        Order:    order,
        Customer: customer,
        Product:  product,
    }, nil
}
