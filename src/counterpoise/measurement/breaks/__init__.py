"""When a series broke: the posterior over breaks, breaks at stated years, and breaks by least squares."""
