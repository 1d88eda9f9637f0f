namespace Cake.Frosting;
