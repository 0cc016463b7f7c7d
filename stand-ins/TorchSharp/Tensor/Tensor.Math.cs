using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Aten.abs.Call(this);

        public Tensor cos() => Aten.cos.Call(this);

        public Tensor exp() => Aten.exp.Call(this);

        public Tensor floor() => Aten.floor.Call(this);

        public Tensor log() => Aten.log.Call(this);

        public Tensor log10() => Aten.log10.Call(this);

        public Tensor log1p() => Aten.log1p.Call(this);

        public Tensor neg() => Aten.neg.Call(this);

        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        public Tensor relu() => Aten.relu.Call(this);

        public Tensor sigmoid() => Aten.sigmoid.Call(this);

        public Tensor sign() => Aten.sign.Call(this);

        public Tensor sin() => Aten.sin.Call(this);

        public Tensor sqrt() => Aten.sqrt.Call(this);

        public Tensor tanh() => Aten.tanh.Call(this);

        public Tensor isnan() => Aten.isnan.Call(this);

        public Tensor isfinite() => Aten.isfinite.Call(this);

        public Tensor relu_() => Aten.relu_.InPlace(this);

        public Tensor zero_() => Aten.zero_.InPlace(this);

        public Tensor negative() => neg();

        public Tensor square() => pow(2);

        public Tensor add(Tensor target) => Aten.add.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Aten.add.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Aten.add_scalar.Call(this, scalar);

        public Tensor add_(Tensor target) => Aten.add_.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Aten.add_.InPlace(this, target, alpha);

        public Tensor add_(Scalar scalar) => Aten.add_scalar_.InPlace(this, scalar);

        public Tensor sub(Tensor target) => Aten.sub.Call(this, target);

        public Tensor sub(Scalar target) => Aten.sub_scalar.Call(this, target);

        public Tensor sub_(Tensor target) => Aten.sub_.InPlace(this, target);

        public Tensor sub_(Scalar target) => Aten.sub_scalar_.InPlace(this, target);

        public Tensor mul(Tensor target) => Aten.mul.Call(this, target);

        public Tensor mul(Scalar target) => Aten.mul_scalar.Call(this, target);

        public Tensor mul_(Tensor target) => Aten.mul_.InPlace(this, target);

        public Tensor mul_(Scalar target) => Aten.mul_scalar_.InPlace(this, target);

        public Tensor div(Tensor target) => Aten.div.Call(this, target);

        public Tensor div(Scalar target) => Aten.div_scalar.Call(this, target);

        public Tensor div_(Tensor target) => Aten.div_.InPlace(this, target);

        public Tensor div_(Scalar target) => Aten.div_scalar_.InPlace(this, target);

        public Tensor remainder(Tensor target) => Aten.remainder.Call(this, target);

        public Tensor remainder(Scalar scalar) => Aten.remainder_scalar.Call(this, scalar);

        public Tensor pow(Tensor exponent) => Aten.pow.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Aten.pow_scalar.Call(this, exponent);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor matmul(Tensor target) => Aten.matmul.Call(this, target);

        public Tensor mm(Tensor target) => Aten.mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => Aten.bmm.Call(this, batch2);

        public Tensor logical_and(Tensor other) => Aten.logical_and.Call(this, other);

        public Tensor logical_or(Tensor other) => Aten.logical_or.Call(this, other);

        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_.InPlace(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp_tensor.Call(this, min, max);

        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.masked_fill.Call(this, mask, value);

        public Tensor where(Tensor condition, Tensor y) => Aten.where.Call(condition, this, y);

        public Tensor fill_(Scalar value) => Aten.fill_.InPlace(this, value);

        public Tensor round(long decimals = 0L) => Aten.round.Call(this, decimals);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.softmax.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.log_softmax.Call(this, dim, dtype);

        public Tensor leaky_relu(Scalar negative_slope) => Aten.leaky_relu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Aten.leaky_relu_.InPlace(this, negative_slope);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.uniform_.InPlace(this, from, to, generator);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Aten.normal_.InPlace(this, mean, std, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.multinomial.Call(this, num_samples, replacement, generator);
    }
}
